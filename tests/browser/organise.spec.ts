import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { BackupPage } from './fixtures/backup_page';
import { faults } from './fixtures/layout';
import { carried, OrganiserPage } from './fixtures/organiser_page';
import { expect, test } from './fixtures/test';

const TITLE = '党章党规知识竞赛';

/** A PC in an office. */
test.use({ viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });

test.beforeEach(async ({ page }) => BackupPage.refuseClipboard(page));

async function organiser(page: OrganiserPage['page']): Promise<OrganiserPage> {
  const app = new OrganiserPage(page);
  await app.open('/organise');
  await expect(app.it('organise-empty')).toBeVisible();
  return app;
}

test('a group that moves up shows its own number, not what was typed where it stands now', async ({ page }) => {
  const app = await organiser(page);
  await app.begin('exam');
  const second = await app.it('section-n').nth(1).inputValue();
  await app.it('section-n').first().fill('33');
  await app.it('section-points').first().fill('两分');
  await app.it('section-points').first().blur();
  await expect(app.it('section-points-fault')).toContainText('请填0到100的分值，最多一位小数');
  await app.it('section').first().locator('summary').click();
  await app.it('section').first().getByTestId('section-remove').click();
  await expect(app.it('section-n').first()).toHaveValue(second);
  await expect(app.it('section-points-fault')).toHaveCount(0);
});

test('a number that is being typed is left alone while banks arrive', async ({ page }) => {
  let release = () => {};
  const released = new Promise<void>((done) => { release = done; });
  await page.route(/banks\/.*\.bank$/, async (route) => {
    await released;
    await route.continue();
  });
  const app = await organiser(page);
  await app.begin('exam');
  const [number, topics] = [app.it('section-n').first(), app.it('section-topic').first().locator('option')];
  await number.fill('3');
  await expect(topics).toHaveCount(1);
  release();
  await expect(topics).not.toHaveCount(1);
  await expect(number).toBeFocused();
  await expect(number).toHaveValue('3');
});

test('a contest made from a preset survives a reload, and goes out as a link, a code and a file', async ({ page, server }) => {
  const app = await organiser(page);
  await app.begin('exam');
  await expect(app.it('problems')).toContainText('请写竞赛名称');
  await expect(app.it('publish')).toBeDisabled();
  await app.it('problem').filter({ hasText: '请写主办单位' }).click();
  await expect(app.it('f-organiser')).toBeFocused();
  await app.name(TITLE);
  await app.it('f-units').fill('办公室\n财务处\n\n人事处');
  await app.it('minutes').fill('20');
  await app.it('minutes').blur();
  for (const wrong of ['-5', '1.5', '', '700']) {
    await app.it('minutes').fill(wrong);
    await app.it('minutes').blur();
    await expect(app.it('minutes-fault'), wrong).toHaveText('请填1到600的整数，现在仍按20');
    await expect(app.it('minutes'), 'what was typed stays').toHaveValue(wrong);
  }
  await app.it('minutes').fill('20');
  await expect(app.it('minutes-fault')).toHaveCount(0);
  await app.kept();
  await app.reload();
  await expect(app.it('f-title')).toHaveValue(TITLE);
  await expect(app.it('f-units')).toHaveValue('办公室\n财务处\n\n人事处');
  await expect(app.it('n-units')).toHaveText('共3个单位');
  await expect(app.it('minutes')).toHaveValue('20');

  // A bank too small says so at once, and no bank at all too.
  await app.press('banks-all');
  await expect(app.it('problems')).toContainText('请至少选一个题库');
  await app.it('bank-zhibu-gongzuo').check();
  await app.it('section-n').first().fill('200');
  await expect(app.it('paper-short')).toContainText('判断题不够：要200题');
  await app.it('section-n').first().fill('10');
  await app.press('banks-all');
  await expect(app.it('paper-short')).toHaveCount(0);
  await expect(app.it('paper-sum')).toHaveText('共50题，满分90分');
  await app.it('section-n').first().fill('20');
  await expect(app.it('problems')).toHaveCount(0);
  await app.publish();

  await expect(app.it('held-title')).toHaveText(TITLE);
  const link = await app.link();
  expect(link.startsWith(`${server.url.replace(/\/$/, '')}/#/contest/XLSB1.`), link).toBe(true);
  expect(carried(link).includes(TITLE)).toBe(true);
  expect(carried(link).includes('财务处')).toBe(true);
  expect(await app.scan()).toBe(link);
  await app.press('copy-link');
  await expect(app.it('by-hand')).toHaveValue(link);
  const downloading = page.waitForEvent('download');
  await app.press('save-pack');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`竞赛-${TITLE}.txt`);
  expect(readFileSync(await download.path(), 'utf8')).toContain(link);

  // It stands in the list and the draft does not any more.
  await app.open('/organise');
  await expect(app.it('held-row')).toContainText(TITLE);
  await expect(app.it('held-row')).toContainText('未开始');
  await expect(app.it('draft-row')).toHaveCount(0);

  // Everybody's paper is her own, so one is printed for a name.
  await app.press('to-held');
  await app.press('to-paper');
  await expect(app.it('print-whose')).toContainText('请先填姓名');
  await app.it('print-name').fill('参赛者甲');
  await expect(app.it('printed-question')).toHaveCount(60);
  const asked = await app.it('printed-question').allInnerTexts();
  await app.it('print-name').fill('参赛者乙');
  await expect(app.it('printed-question').first()).not.toHaveText(asked[0]!);
  await page.emulateMedia({ media: 'print' });
  await expect(app.it('print-now')).toBeHidden();
  await expect(app.it('up')).toBeHidden();
  await expect(app.it('answer-sheet')).toBeVisible();
  await expect(app.it('key')).toHaveCount(0);
  await page.emulateMedia({ media: 'screen' });
  await app.go('/backup');
  await expect(app.it('uncopied-contests')).toContainText('办的竞赛1场');
});

test('a sealed contest tells its title alone, and its passphrase stays here', async ({ page }) => {
  const app = await organiser(page);
  await app.begin('special');
  await app.name(TITLE);
  await app.it('f-note').fill('只有开封以后才看得到的话');
  await app.press('banks-all');
  for (const bank of ['zhibu-gongzuo', 'dangzhang']) await app.it(`bank-${bank}`).check();
  await app.it('sealed').check();
  await app.publish();
  await expect(app.it('passphrase')).toHaveText(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  const passphrase = await app.it('passphrase').innerText();
  const link = await app.link();
  const bytes = carried(link);
  expect(bytes.includes(TITLE)).toBe(true);
  expect(bytes.includes('只有开封')).toBe(false);
  expect(bytes.includes('zhibu-gongzuo')).toBe(false);
  expect(await app.it('message').inputValue()).not.toContain(passphrase);
  expect(await app.scan()).toBe(link);
  await app.reload();
  await expect(app.it('passphrase')).toHaveText(passphrase);

  // Made anew, it is another contest with the same settings.
  await app.press('again');
  await expect(app.it('f-title')).toHaveValue(TITLE);
  await expect(app.it('sealed')).toBeChecked();
});

test('questions picked by hand are asked as picked, the same on the sample and on paper', async ({ page }) => {
  const app = await organiser(page);
  await app.begin('special');
  await app.name(TITLE);
  await app.it('way-picked').check();
  await expect(app.it('problems')).toContainText('请至少出一道题');
  await app.it('pick-words').fill('党员大会');
  for (const n of [1, 2, 3]) {
    await app.it('pick-add').first().click();
    await expect(app.it('picked')).toHaveCount(n);
  }
  await app.it('picked-points').first().fill('2.5');
  await expect(app.it('paper-sum')).toHaveText('共3题，满分6.5分');
  const stem = async (n: number) => (await app.it('picked').nth(n).locator('p').innerText()).replace(/^\d+\. /, '');
  const [first, second] = [await stem(0), await stem(1)];
  await app.it('picked-down').first().click();
  await expect.poll(() => stem(0)).toBe(second);
  expect(await stem(1)).toBe(first);
  await app.it('per-entrant').selectOption({ label: '人人同卷' });
  await app.kept();
  await app.reload();
  await expect(app.it('picked')).toHaveCount(3);
  await app.it('sample').click();
  await expect(app.it('sample-count')).toHaveText('示例卷，3题');
  const sample = await app.it('printed-question').allInnerTexts();
  await app.publish();
  await app.press('to-paper');
  await expect(app.it('printed-question')).toHaveCount(3);
  expect(await app.it('printed-question').allInnerTexts()).toEqual(sample);
  await app.press('up');
  await app.press('to-key');
  await expect(app.it('printed-key').first()).toBeVisible();
  // A situation has a key for each of its questions: 1（1）, 1（2）…
  const labels = await app.it('printed-key').locator('b').allInnerTexts();
  expect([...new Set(labels.map((label) => /^\d+/.exec(label)![0]))]).toEqual(['1', '2', '3']);
  await expect(app.it('printed-question')).toHaveCount(0);
});

test('a contest and what is known of its people are removed each in one step', async ({ page }) => {
  const app = await organiser(page);
  await app.begin('special');
  await app.name(TITLE);
  await app.publish();
  const id = /held\/([0-9a-f]{32})$/.exec(page.url())![1]!;
  // One receipt at the desk, of which only the number is read here.
  await page.evaluate(([id, filing]) => {
    localStorage.setItem(`xueliansai/1/value/contest/desk/${id}`, filing);
  }, [id, Buffer.from([1, 0, 0, 0, 0, 1, 2, 1, 9]).toString('base64url')] as const);
  await app.open('/organise');
  await expect(app.it('held-row')).toContainText('已收到1份答卷');
  await app.press('forget-people');
  await expect(app.it('remove-dialog')).toContainText('姓名、单位、作答');
  await app.press('remove-yes');
  await expect(app.it('held-row')).toContainText('已收到0份答卷');
  await expect(app.it('forget-people')).toHaveCount(0);
  await app.press('forget-held');
  await app.press('remove-no');
  await expect(app.it('held-row')).toHaveCount(1);
  await app.press('forget-held');
  await app.press('remove-yes');
  await expect(app.it('organise-empty')).toBeVisible();
  await app.open(`/held/${id}`);
  await expect(app.it('no-held')).toBeVisible();
});

test('the key goes to another device and signs there under the same fingerprint', async ({ page, browser, server }) => {
  const app = await organiser(page);
  await app.press('key-open');
  await expect(app.it('fingerprint')).toHaveText(/^\w{4}(-\w{4}){3}$/);
  const fingerprint = await app.it('fingerprint').innerText();
  await app.press('key-show');
  const text = await app.it('key-text').innerText();
  expect(text).toMatch(/^XLSK1\.[\w-]+$/);

  const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block' });
  const other = await organiser(await context.newPage());
  await other.press('key-open');
  await expect(other.it('fingerprint')).not.toHaveText(fingerprint);
  await expect(other.it('fingerprint')).toHaveText(/^\w{4}/);
  await other.it('key-paste').fill(text.slice(0, -3));
  await other.press('key-take');
  await expect(other.it('key-said')).toContainText('没有认出密钥');
  await other.it('key-paste').fill(`密钥：${text}`);
  await other.press('key-take');
  await other.press('key-yes');
  await expect(other.it('fingerprint')).toHaveText(fingerprint);
  await other.begin('special');
  await other.name(TITLE);
  await other.publish();
  await expect(other.it('held')).toContainText(fingerprint);
  await context.close();
});

test('no screen of an organiser has a barrier or overflows, on a desk screen, a phone and in the elder size', async ({ page }) => {
  test.setTimeout(240_000);
  const app = await organiser(page);
  const look = async (screen: string) => {
    const axe = new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21aa']);
    const { violations } = await axe.analyze();
    expect.soft(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`)), screen).toEqual([]);
    for (const [size, width, height, target] of [['standard', 1280, 800, 44], ['standard', 390, 844, 44], ['elder', 390, 844, 60]] as const) {
      await page.locator('html').evaluate((root, size) => { root.dataset.size = size; }, size);
      await page.setViewportSize({ width, height });
      expect.soft(await faults(page, { width, target }), `${screen}, ${size}, ${width} px`).toEqual([]);
      const dir = process.env.LOOK;
      if (dir) await page.screenshot({ path: `${dir}/${screen}-${size}-${width}.png`, fullPage: true });
    }
    await page.locator('html').evaluate((root) => { root.dataset.size = 'standard'; });
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  await look('empty');
  await app.begin('league');
  await app.name(TITLE);
  await app.it('section-more').first().click();
  await look('draft');
  await app.it('f-units').fill('办公室\n财务处\n人事处');
  await app.it('sample').click();
  await expect(app.it('sample-count')).toBeVisible();
  await app.it('way-picked').check();
  await app.it('pick-add').first().click();
  await app.it('pick-add').first().click();
  await look('picked');
  await app.it('way-drawn').check();
  await app.it('sealed').check();
  await app.press('publish');
  await look('publish-dialog');
  await app.press('publish-yes');
  await expect(app.it('passphrase')).toBeVisible();
  await look('held');
  await app.press('to-paper');
  await app.it('print-name').fill('参赛者甲');
  await expect(app.it('answer-sheet')).toBeVisible();
  await look('paper');
  await app.go('/organise');
  await expect(app.it('held-row')).toBeVisible();
  await app.press('key-open');
  await app.press('key-show');
  await look('organise');
  await app.press('forget-held');
  await look('remove-dialog');
});
