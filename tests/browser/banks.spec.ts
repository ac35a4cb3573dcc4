import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { AuthorPage } from './fixtures/author_page';
import { BackupPage } from './fixtures/backup_page';
import { faults } from './fixtures/layout';
import { limitRoom, room, withoutLocks } from './fixtures/storage';
import { expect, test } from './fixtures/test';
import type { Page } from '@playwright/test';

const TITLE = '处室业务知识';

test.describe('at a desk', () => {
  test.use({ viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });

  test('one question of each kind is written by keyboard, and all are practised', async ({ page }) => {
    const app = new AuthorPage(page);
    await app.open('/banks');
    await expect(app.it('banks-empty')).toBeVisible();
    await app.begin(TITLE);
    await expect(app.it('bank-empty')).toBeVisible();

    await app.add('单选题');
    await app.type('党员大会一般多久召开一次？');
    await app.tabTo('item-option-1');
    await app.type('每月');
    await app.keys('Enter');
    await app.type('每季度');
    await app.keys('Enter');
    await app.type('每半年');
    await app.keys('Enter');
    await app.type('每年');
    // The second one goes up, and its key with it.
    await expect(app.it('item-bad')).toContainText('还没有选正确答案');
    await app.it('item-key-2').focus();
    await app.keys('Space');
    await expect(app.it('item-bad')).toHaveCount(0);
    await app.it('item-option-2').focus();
    await app.keys('Alt+ArrowUp');
    await expect(app.it('item-option-1')).toBeFocused();
    await expect(app.it('item-option-1')).toHaveValue('每季度');
    await expect(app.it('item-key-1')).toBeChecked();
    await app.save(1);

    await app.add('多选题');
    await app.type('“三会一课”包括哪些？');
    await app.tabTo('item-key-1');
    await app.keys('Space', 'Tab');
    await app.type('支部党员大会');
    await app.keys('Enter');
    await app.type('党课');
    await app.keys('Enter');
    await app.type('述职大会');
    await app.it('item-key-2').focus();
    await app.keys('Space');
    await app.save(2);

    await app.add('判断题');
    await app.type('党小组会一般每月召开一次。');
    await app.tabTo('item-true');
    await app.keys('Space');
    await app.save(3);

    await app.add('填空题');
    await app.type('支部委员会每届任期');
    await app.tabTo('item-gap');
    await app.keys('Enter');
    await expect(app.it('item-stem')).toHaveValue('支部委员会每届任期____');
    await expect(app.it('item-stem')).toBeFocused();
    await app.type('年。');
    await app.tabTo('item-answer-1');
    await app.type('3；三');
    await app.save(4);

    await app.add('排序题');
    await app.type('发展党员的先后是');
    await app.tabTo('item-option-1');
    for (const step of ['申请入党', '确定积极分子', '接收预备党员']) {
      await app.type(step);
      if (step !== '接收预备党员') await app.keys('Enter');
    }
    await app.save(5);

    await app.add('配对题');
    await app.type('把会议和召开的间隔配起来');
    await app.tabTo('item-left-1');
    for (const [left, right] of [['党员大会', '每季度'], ['支委会', '每月'], ['民主评议', '每年']]) {
      await app.type(left!);
      await app.keys('Tab');
      await app.type(right!);
      if (left !== '民主评议') await app.tabTo(left === '党员大会' ? 'item-left-2' : 'item-left-3');
    }
    await app.save(6);

    await app.add('情景题');
    await app.type('某机关党支部有正式党员三十名，准备召开党员大会接收预备党员，当天到会二十四名，请问怎么办。');
    await app.it('item-1-kind').selectOption({ label: '判断题' });
    await app.it('item-1-stem').fill('到会人数够开会。');
    await app.it('item-1-true').focus();
    await app.keys('Space');
    await app.it('item-2-stem').fill('表决用什么方式？');
    await app.it('item-2-option-1').fill('无记名投票');
    await app.it('item-2-option-2').fill('鼓掌');
    await app.it('item-2-key-1').focus();
    await app.keys('Space');
    await app.save(7);
    await app.kept();

    // All of it is there for the learner.
    await app.go('/practise');
    await app.it('link').filter({ hasText: TITLE }).click();
    await app.it('in-order').click();
    for (let n = 0; n < 7; n += 1) {
      await app.answerAny();
      await expect(app.feedback).toBeVisible();
      if (n < 6) await app.next();
    }
  });

  test('what is half typed is there after a reload, and can be given up', async ({ page }) => {
    const app = new AuthorPage(page);
    await app.begin(TITLE);
    await app.add('多选题');
    await app.type('写到一半的题');
    await app.it('item-option-1').fill('甲');
    const stored = () => page.evaluate(() => Object.keys(localStorage).some((key) => key.includes('/value/bank-draft/')));
    await expect.poll(stored).toBe(true);
    await app.reload();
    await expect(app.it('half')).toContainText('多选题：写到一半的题');
    await app.press('half-go');
    await expect(app.it('item-stem')).toHaveValue('写到一半的题');
    await expect(app.it('item-option-1')).toHaveValue('甲');
    await app.press('item-discard');
    await app.press('discard-no');
    await app.it('item-option-2').fill('乙');
    await app.it('item-key-1').check({ force: true });
    await app.it('item-key-2').check({ force: true });
    await app.save(1);
    await expect.poll(stored).toBe(false);
    await app.reload();
    await expect(app.it('found')).toHaveText('共1题');
    await expect(app.it('half')).toHaveCount(0);
  });

  test('a mended slip keeps the answers, and a changed meaning asks again', async ({ page }) => {
    const app = new AuthorPage(page);
    await app.begin(TITLE);
    await app.addJudge('党小组会每月开一次。', true, 1);
    await app.kept();
    await app.press('bank-practise');
    await app.press('in-order');
    await app.option(1).click();
    await expect(app.feedback).toBeVisible();
    const back = async () => {
      await app.go('/banks');
      await app.press('to-edit');
    };

    await back();
    await app.edit('党小组会');
    await app.it('item-stem').fill('党小组会每月召开一次。');
    await app.keys('Control+Enter');
    await app.press('meaning-kept');
    await app.kept();
    await app.press('bank-practise');
    await expect(app.it('in-order')).toBeVisible();
    await expect(app.it('again')).toHaveCount(0);

    await back();
    await app.edit('党小组会');
    await app.it('item-stem').fill('党小组会每季度召开一次。');
    await app.it('item-false').check({ force: true });
    await app.press('item-save');
    await app.press('meaning-changed');
    await app.kept();
    await app.press('bank-practise');
    await expect(app.it('again')).toContainText('1题');
  });

  test('questions are found, retired, replaced in, moved, and every step can be undone', async ({ page }) => {
    const app = new AuthorPage(page);
    await app.begin(TITLE);
    await app.addJudge('机关党委由党员大会选举产生。', true, 1);
    await app.addJudge('机关党委每届任期五年。', true, 2);
    await app.addJudge('支部书记由上级指定。', false, 3);

    await app.row('支部书记').getByTestId('item-more').click();
    await app.row('支部书记').getByTestId('item-retire').click();
    await expect(app.row('支部书记')).toContainText('已停用');
    await expect(app.it('bank-counts')).toHaveText('共2题：判断题2，另有1题停用');
    await app.press('undo');
    await expect(app.it('bank-counts')).toHaveText('共3题：判断题3');

    await app.it('item-search').fill('机关党委');
    await expect(app.it('found')).toHaveText('筛出2题，共3题');
    await app.press('select-all');
    await expect(app.it('n-chosen')).toHaveText('已选2题');
    await app.it('chosen-topic').fill('机关党委');
    await app.press('chosen-topic-set');
    await expect(app.row('选举产生')).toContainText('判断题 · 机关党委 · 基础');
    await app.press('choose-none');
    await app.it('item-search').fill('');
    await expect(app.it('found')).toHaveText('共3题');

    await app.row('支部书记').getByTestId('item-more').click();
    await app.row('支部书记').getByTestId('item-up').click();
    await expect(app.row('支部书记').getByTestId('item-up')).toBeFocused();
    await expect(app.it('item').nth(1)).toContainText('支部书记');

    await app.it('replace').locator('summary').click();
    await app.it('replace-find').fill('机关党委');
    await app.it('replace-with').fill('机关基层党委');
    await app.press('replace-look');
    await expect(app.it('replace-count')).toHaveText('会改2题：');
    await expect(app.it('replace-sample').first()).toContainText('机关基层党委由党员大会选举产生。');
    await app.press('replace-do');
    await expect(app.it('item').filter({ hasText: '机关基层党委' })).toHaveCount(2);
    await app.press('undo');
    await expect(app.it('item').filter({ hasText: '机关基层党委' })).toHaveCount(0);
    await app.kept();
    await app.reload();
    await expect(app.it('item').nth(1)).toContainText('支部书记');
  });

  test('a source is entered once and cited, and the bank leaves as a file', async ({ page }) => {
    const app = new AuthorPage(page);
    await app.begin(TITLE);
    await app.add('判断题');
    await app.type('党员大会一般每季度召开一次。');
    await app.it('item-true').check({ force: true });
    await app.it('item-explain').fill('条例规定一般每季度召开一次。');
    await app.it('item-document').selectOption({ label: '登记一个新文件……' });
    await app.it('document-title').fill('《支部工作条例》');
    await app.it('document-edition').fill('2018');
    await app.press('document-add');
    await app.it('item-place').fill('第十一条');
    await expect(app.it('item-cite')).toHaveText('会显示为：《支部工作条例》第十一条 · 2018年版，现行');
    await expect(app.it('preview').getByTestId('cite')).toContainText('《支部工作条例》第十一条');
    await app.save(1);
    await app.kept();
    const address = new URL(page.url()).hash.slice(1);
    await app.go('/banks');
    await expect(app.it('not-copied')).toHaveText('还没有导出过备份');
    await app.go(address);
    const downloading = page.waitForEvent('download');
    await app.press('save-bank');
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^题库-处室业务知识-\d{4}-\d\d-\d\d\.json$/);
    const { questions, documents } = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect([questions[0].stem, questions[0].cite, documents[0].title])
      .toEqual(['党员大会一般每季度召开一次。', { document: 'd-01', article: 11 }, '支部工作条例']);

    await app.go('/banks');
    await expect(app.it('own-bank')).toContainText('1题');
    await expect(app.it('not-copied')).toHaveCount(0);
    await app.go(address);
    await app.it('bank-title').fill('处室业务知识（修订）');
    await app.it('bank-title').blur();
    await app.kept();
    await app.go('/banks');
    await expect(app.it('not-copied')).toHaveText('上次导出备份后又改过');
    await app.press('forget-bank');
    await expect(app.it('forget-dialog')).toContainText('请先导出');
    await app.press('forget-yes');
    await expect(app.it('banks-empty')).toBeVisible();
  });

  test('a document is mended for all its questions, and neither it nor a point goes from under one', async ({ page }) => {
    const app = new AuthorPage(page);
    await app.begin(TITLE);
    await app.it('documents').locator('summary').first().click();
    await app.press('document-new');
    await app.it('document-title').fill('支部工作条例');
    await app.it('document-edition').fill('2017年');
    await app.press('document-add');
    await expect(app.it('document')).toContainText('2017年版，现行');
    await expect(app.it('document')).toContainText('还没有题用到');
    await app.it('points').locator('summary').first().click();
    await app.press('point-new');
    await app.it('point-title').fill('党员大会多久开一次');
    await app.it('point-text').fill('支部党员大会一般每季度召开1次。');
    await app.it('item-document').selectOption({ label: '支部工作条例' });
    await app.it('item-place').fill('11');
    await app.press('point-save');
    await expect(app.it('point')).toContainText('党员大会多久开一次');
    await app.add('判断题');
    await app.type('党员大会一般每季度召开一次。');
    await app.it('item-true').check({ force: true });
    await app.it('item-document').selectOption({ label: '支部工作条例' });
    await app.it('item-place').fill('11');
    await app.it('item-point').selectOption({ label: '党员大会多久开一次' });
    await app.save(1);

    // The cards are drawn anew beside the list.
    const open = async (card: string) => {
      const details = app.it(card);
      if (!(await details.evaluate((it) => (it as HTMLDetailsElement).open))) await details.locator('summary').first().click();
    };
    await open('documents');
    await expect(app.it('document')).toContainText('2处用到');
    await expect(app.it('document-remove')).toHaveCount(0);
    await app.press('document-edit');
    await expect(app.it('document-title')).toHaveValue('支部工作条例');
    await app.it('document-edition').fill('2018');
    await app.it('document-form').locator('summary').click();
    await app.it('document-issuer').fill('中共中央');
    await app.it('document-effective').fill('2018-10-28');
    await app.press('document-add');
    await expect(app.it('document')).toContainText('2018年版，现行');
    await app.edit('党员大会');
    await expect(app.it('item-cite')).toContainText('《支部工作条例》第十一条 · 2018年版，现行');
    await app.press('item-discard');

    await open('points');
    await expect(app.it('point')).toContainText('有1道题考它');
    await app.press('point-remove');
    await expect(app.it('point')).toHaveCount(0);
    await expect(app.it('undo')).toHaveText('撤销：删除知识点“党员大会多久开一次”');
    await app.press('undo');
    await open('points');
    await expect(app.it('point')).toHaveCount(1);
    await app.press('point-remove');
    await expect(app.it('found'), 'its question stays').toHaveText('共1题');
    await open('documents');
    await expect(app.it('document')).toContainText('1处用到');
    await app.kept();
    const downloading = page.waitForEvent('download');
    await app.press('save-bank');
    const { documents, points } = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
    expect([documents[0].issuer, documents[0].effective, points]).toEqual(['中共中央', '2018-10-28', undefined]);
  });
});

test('a bank made by a double press is one bank, and is not offered for practice before it has a question', async ({ page }) => {
  const app = new AuthorPage(page);
  await app.open('/banks');
  await app.it('bank-new-title').fill(TITLE);
  await app.it('bank-make').dblclick();
  await expect(app.it('bank-edit')).toBeVisible();
  await expect(app.it('bank-practise')).toHaveCount(0);
  const address = new URL(page.url()).hash.slice(1);
  await app.go('/banks');
  await expect(app.it('own-bank')).toHaveCount(1);
  await expect(app.it('to-practice')).toHaveCount(0);
  await app.go(`/practise/${address.split('/').pop()}`);
  await expect(app.it('no-questions')).toContainText('还没有能练的题');
  // No backup brings it back, and that is said where one trusts in backups.
  await app.go('/backup');
  await expect(app.it('uncopied-banks')).toContainText('自己的题库1个');
  await app.go('/data');
  await app.press('erase');
  await expect(app.it('uncopied')).toHaveText('自己的题库1个也会删掉，备份里没有，请先另外保存。');
});

test('a question half typed while one store is full comes back as it was typed last', async ({ page }) => {
  await limitRoom(page);
  const app = new AuthorPage(page);
  await app.begin(TITLE);
  await app.kept();
  await app.press('item-new');
  const shelved = () => page.evaluate(() => Object.entries(localStorage).find(([key]) => key.includes('/value/bank-draft/'))?.[1] ?? '');
  await app.it('item-stem').fill('党课');
  await expect.poll(shelved).not.toBe('');
  const before = await shelved();
  await room(page, { archive: 0 });
  await app.it('item-stem').fill('党课一般每季度开展一次');
  await expect.poll(shelved).not.toBe(before);
  await app.reload();
  await expect(app.it('half')).toContainText('党课一般每季度开展一次');
});

for (const [browser, prepare] of [
  ['with locks', async () => undefined],
  ['without locks', withoutLocks],
] as [string, (page: Page) => Promise<void>][]) {
  test(`a bank is edited in one tab at a time of a browser ${browser}, and no change is lost`, async ({ page, context }) => {
    await prepare(page);
    const app = new AuthorPage(page);
    await app.begin(TITLE);
    await app.addJudge('党小组会一般每月召开一次。', true, 1);
    await app.kept();
    const address = new URL(page.url()).hash.slice(1);
    const second = await context.newPage();
    await prepare(second);
    const other = new AuthorPage(second);
    await other.open(address);
    await expect(other.it('edited-elsewhere')).toContainText('已在另一个窗口打开');
    await expect(other.it('bank-edit')).toHaveCount(0);

    // An import into it waits too, and what was read stays on the screen.
    await other.open(address.replace('/edit/', '/import/'));
    await other.it('import-paste').fill('1. 党课一般每月一次。（  ）\n答案：对\n');
    await other.press('import-text');
    await other.press('import-save');
    await expect(other.it('import-failed')).toContainText('正在另一个窗口里编辑');
    await expect(other.it('import-row')).toHaveCount(1);

    await page.bringToFront();
    await app.addJudge('党员大会一般每月召开一次。', false, 2);
    await app.kept();
    await second.bringToFront();
    await other.open(address);
    await other.press('edit-here');
    await expect(other.it('found')).toHaveText('共2题');
    await expect(app.it('edited-elsewhere')).toBeVisible();
    await other.addJudge('党支部委员会会议一般每月召开一次。', true, 3);
    await other.kept();
    await page.bringToFront();
    await app.press('edit-here');
    await expect(app.it('found')).toHaveText('共3题');
    await app.reload();
    await expect(app.it('found'), 'its own tab takes it up again').toHaveText('共3题');
  });
}

test('on a phone every form of the editor is readable, pressable and free of barriers', async ({ page }) => {
  test.setTimeout(180_000);
  await BackupPage.refuseClipboard(page);
  const app = new AuthorPage(page);
  const sound = async (screen: string) => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
    expect.soft(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`)), screen).toEqual([]);
    expect.soft(await faults(page, { width: 390, target: 44 }), screen).toEqual([]);
  };
  await app.open('/banks');
  await sound('no bank');
  await app.begin(TITLE);
  await sound('an empty bank');
  const kinds = ['单选题', '多选题', '判断题', '填空题', '排序题', '配对题', '情景题'];
  for (const kind of kinds) {
    await app.it('new-kind').selectOption({ label: kind });
    await app.press('item-new');
    await app.it('item-stem').fill(`${kind}的题干____`);
    await sound(kind);
    await app.press('item-discard');
    await app.press('discard-yes');
    await expect(app.it('item-card')).toHaveCount(0);
  }
  await app.addJudge('党小组会一般每月召开一次，由党小组组长召集并主持。', true, 1);
  await app.it('item-look').click();
  await app.it('item-more').click();
  await app.it('item-pick').check({ force: true });
  await app.it('replace').locator('summary').click();
  await app.it('check').locator('summary').click();
  await app.press('check-do');
  await expect(app.it('check-said')).toBeVisible();
  await sound('a bank with a question');
  await page.locator('html').evaluate((root) => { root.dataset.size = 'elder'; });
  expect.soft(await faults(page, { width: 390, body: 24, target: 60 }), 'in the elder size').toEqual([]);
  await app.edit('党小组会');
  expect.soft(await faults(page, { width: 390, body: 24, target: 60 }), 'the form in the elder size').toEqual([]);
});
