import AxeBuilder from '@axe-core/playwright';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { BackupPage } from './fixtures/backup_page';
import { faults } from './fixtures/layout';
import { OrganiserPage } from './fixtures/organiser_page';
import { readSheet, unzip } from './fixtures/sheet';
import { limitRoom, room } from './fixtures/storage';
import { expect, test } from './fixtures/test';

const MESSY = readFileSync(join(import.meta.dirname, '../fixtures/import/messy.txt'), 'utf8');

test.beforeEach(async ({ page }) => BackupPage.refuseClipboard(page));

/** A zip archive of one file that unpacks to so many zero bytes. */
function bomb(name: string, size: number): Buffer {
  const content = deflateRawSync(Buffer.alloc(size));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(content.length, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  const head = Buffer.concat([local, Buffer.from(name), content]);
  const directory = Buffer.concat([entry, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(head.length, 16);
  return Buffer.concat([head, directory, end]);
}

test.describe('at a desk', () => {
  test.use({ viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });

  test('a messy paper is pasted, mended, saved, practised, put into a contest and taken to Excel', async ({ page }) => {
    test.setTimeout(180_000);
    const app = new OrganiserPage(page);
    await app.open('/banks');
    await app.press('to-import');
    await app.it('import-paste').fill(MESSY);
    await app.press('import-text');
    await expect(app.it('seen')).toContainText('认作试卷文字，读出30题');
    await expect(app.it('import-row')).toHaveCount(3);
    await expect(app.it('import-save')).toHaveText('存入27题');

    // Two answers that differ: one is chosen.
    const row = (stem: string) => app.it('import-row').filter({ hasText: stem });
    const editor = app.it('import-editor');
    await expect(row('组织生活会')).toContainText('一处答案是“A”，另一处是“B”');
    await row('组织生活会').getByTestId('import-mend').click();
    await editor.getByTestId('item-key-1').check({ force: true });
    await editor.getByTestId('mend-yes').click();
    await expect(app.it('import-row')).toHaveCount(2);
    // An answer that no option has.
    await row('党费应当由党员').getByTestId('import-mend').click();
    await editor.getByTestId('item-key-2').check({ force: true });
    await editor.getByTestId('mend-yes').click();
    await app.press('import-undo');
    await expect(app.it('import-row')).toHaveCount(2);
    await row('党费应当由党员').getByTestId('import-mend').click();
    await editor.getByTestId('item-key-2').check({ force: true });
    await editor.getByTestId('mend-yes').click();
    // No answer at all.
    await row('党费收缴情况').getByTestId('import-mend').click();
    await editor.getByTestId('item-true').check({ force: true });
    await editor.getByTestId('mend-yes').click();
    await expect(app.it('import-save')).toHaveText('存入30题');
    await app.it('import-title').fill('支部业务题');
    await app.press('import-save');
    await expect(app.it('import-saved')).toContainText('新增30题');

    // A second import finds all of them.
    await app.press('import-again');
    await app.it('import-paste').fill(MESSY);
    await app.press('import-text');
    await app.press('filter-all');
    await app.press('filter-duplicate');
    await expect(app.it('import-row').first()).toContainText('题库“支部业务题”里的');
    await app.it('import-target').selectOption({ label: '并入“支部业务题”' });
    await app.press('import-save');
    await expect(app.it('import-saved')).toContainText('新增0题，替换0题，跳过27题');

    await app.press('import-to-practise');
    await app.it('by-kind').filter({ hasText: '判断题' }).click();
    await app.answerAny();
    await expect(app.feedback).toBeVisible();
    await app.reload();
    await expect(app.stem).toBeVisible();

    await app.begin('special');
    await app.name('支部业务竞赛');
    await app.press('banks-all');
    const own = page.getByRole('checkbox', { name: '支部业务题' });
    await own.check();
    await expect(app.it('carries')).toBeVisible();
    for (const section of await app.it('section-n').all()) await section.fill('1');
    await expect(app.it('paper-short')).toHaveCount(0);
    await expect(app.it('problems')).toHaveCount(0);
    await app.publish();
    await expect(app.it('by-file')).toBeVisible();
    const downloading = page.waitForEvent('download');
    await app.press('save-pack');
    const pack = readFileSync(await (await downloading).path(), 'utf8');
    const carried = Buffer.from(/XLSB1\.([\w-]+)/.exec(pack)![1]!, 'base64url');
    expect(carried.includes('党费应当由党员'), 'the questions travel along').toBe(true);

    await app.open('/banks');
    await app.press('to-export');
    await app.it('export-way').selectOption({ label: 'Excel表格' });
    const saving = page.waitForEvent('download');
    await app.press('save-bank');
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^题库-支部业务题-\d{4}-\d\d-\d\d\.xlsx$/);
    const cells = readSheet(unzip(await download.path()).get('xl/worksheets/sheet1.xml')!);
    expect([...cells.values()].filter((cell) => typeof cell === 'string' && cell.includes('组织生活会')).length).toBeGreaterThan(0);

    // What went out comes back as it was.
    const path = await download.path();
    await app.go('/import');
    await app.it('import-file').setInputFiles({ name: '题库.xlsx', mimeType: '', buffer: readFileSync(path) });
    await expect(app.it('seen')).toContainText('认作Excel工作簿，读出30题');
    await app.press('filter-duplicate');
    await expect(app.it('filter-duplicate')).toContainText('30');
  });

  test('an import half mended is found again after its tab is gone, until it is saved', async ({ page, context }) => {
    const app = new OrganiserPage(page);
    await app.open('/banks');
    await app.press('to-import');
    await expect(app.it('import-paste')).toBeVisible();
    await expect(app.it('unsaved')).toHaveCount(0);
    await app.it('import-paste').fill(MESSY);
    await app.press('import-text');
    const mend = async (in_tab: OrganiserPage, stem: string, key: string) => {
      await in_tab.it('import-row').filter({ hasText: stem }).getByTestId('import-mend').click();
      await in_tab.it('import-editor').getByTestId(key).check({ force: true });
      await in_tab.it('import-editor').getByTestId('mend-yes').click();
    };
    await expect(app.it('import-row')).toHaveCount(3);
    // Nothing is mended yet, and the paper is there all the same.
    await page.goBack();
    await app.go('/import');
    await expect(app.it('unsaved')).toContainText('粘贴的文字。');
    await app.press('unsaved-go');
    await mend(app, '组织生活会', 'item-key-1');
    await expect(app.it('import-row')).toHaveCount(2);
    // A press on the wrong tab of the app, and back.
    await app.go('/me');
    await app.go('/import');
    await expect(app.it('unsaved')).toContainText('粘贴的文字，改过1题');
    await app.press('unsaved-go');
    await expect(app.it('import-row')).toHaveCount(2);
    await mend(app, '党费收缴情况', 'item-true');
    await expect(app.it('import-row')).toHaveCount(1);
    // Read as something else and again as a paper, it is as she left it.
    await app.it('seen').locator('summary').click();
    await app.it('seen-format').selectOption({ label: 'Markdown' });
    await expect(app.it('seen')).toContainText('认作Markdown');
    await app.it('seen').locator('summary').click();
    await app.it('seen-format').selectOption({ label: '试卷文字' });
    await expect(app.it('import-save')).toHaveText('存入29题');
    await app.press('import-again');
    await expect(app.it('unsaved')).toContainText('改过2题');
    // Another paper does not take its place unasked: reading one used to end what was mended without a word.
    await app.it('import-paste').fill('1. 党课一般多久上一次？（　）\nA. 每月\nB. 每季度\n答案：B');
    await app.press('import-text');
    await expect(app.it('unsaved-dialog')).toContainText('粘贴的文字，改过2题，都还没有存进题库');
    await app.press('unsaved-first');
    await expect(app.it('import-save')).toHaveText('存入29题');
    await app.press('import-again');
    await expect(app.it('unsaved')).toContainText('改过2题');
    await page.close();

    const later = new OrganiserPage(await context.newPage());
    await later.open('/import');
    await expect(later.it('unsaved')).toContainText('改过2题');
    await later.press('unsaved-go');
    await expect(later.it('import-save')).toHaveText('存入29题');
    await expect(later.it('unfit')).toHaveCount(0);
    await later.press('import-undo');
    await expect(later.it('import-save')).toHaveText('存入28题');
    await later.press('import-save');
    await expect(later.it('import-saved')).toContainText('新增28题');
    await later.press('import-again');
    await expect(later.it('import-paste')).toBeVisible();
    await expect(later.it('unsaved')).toHaveCount(0);
    await later.open('/import');
    await expect(later.it('import-paste')).toBeVisible();
    await expect(later.it('unsaved')).toHaveCount(0);
  });

  test('a new paper takes the place of one that is not saved once its author says so', async ({ page }) => {
    const app = new OrganiserPage(page);
    await app.open('/import');
    await app.it('import-paste').fill(MESSY);
    await app.press('import-text');
    await app.it('import-row').first().getByTestId('import-leave').click();
    await app.press('import-again');
    await expect(app.it('unsaved')).toContainText('改过1题');
    await app.it('import-paste').fill('1. 党课一般多久上一次？（　）\nA. 每月\nB. 每季度\n答案：B');
    await app.press('import-text');
    await app.press('unsaved-instead');
    await expect(app.it('import-save')).toHaveText('存入1题');
    await app.press('import-again');
    await expect(app.it('unsaved')).toContainText('粘贴的文字。');
  });

  test('a store that is full takes no import, says so, and takes it once there is room', async ({ page }) => {
    await limitRoom(page);
    const app = new OrganiserPage(page);
    await app.open('/import');
    await app.it('import-paste').fill(MESSY);
    await app.press('import-text');
    await expect(app.it('import-save')).toHaveText('存入27题');
    await room(page, { archive: 0 });
    await app.press('import-save');
    await expect(app.it('import-failed')).toContainText('浏览器存不下这个题库，没有存');
    await expect(app.it('import-save'), 'what was read is still there').toHaveText('存入27题');
    await app.go('/banks');
    await expect(app.it('banks-empty'), 'and no half of it').toBeVisible();
    await app.go('/import');
    await app.it('import-paste').fill(MESSY);
    await app.press('import-text');
    await room(page, { archive: 1000 });
    await app.press('import-save');
    await expect(app.it('import-saved')).toContainText('新增27题');
    // The editor is refused a change in the same way.
    await app.press('import-to-edit');
    await room(page, { archive: 0 });
    await app.it('bank-title').fill('改过的名称');
    await app.it('bank-title').blur();
    await expect(app.it('bank-refused')).toContainText('浏览器存不下这次改动');
    await expect(app.it('bank-title')).toHaveValue('改过的名称');
    await room(page, { archive: 1000 });
    await app.press('bank-again');
    await expect(app.it('bank-refused')).toHaveCount(0);
    await expect(app.it('bank-kept')).toHaveText('已存在本机');
    await app.reload();
    await expect(app.it('bank-title')).toHaveValue('改过的名称');
  });

  test('a bank taken to a file comes back under its name on another device', async ({ page, browser, server }) => {
    const app = new OrganiserPage(page);
    await app.open('/import');
    await app.it('import-paste').fill('1. 党课一般每季度开展一次。（√）\n2. 支委会一般每月召开一次。（√）');
    await app.press('import-text');
    await app.it('import-title').fill('两道判断');
    await app.press('import-save');
    await app.press('import-to-edit');
    const saving = page.waitForEvent('download');
    await app.press('save-bank');
    const text = readFileSync(await (await saving).path(), 'utf8');
    const context = await browser.newContext({ baseURL: server.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block' });
    const other = new OrganiserPage(await context.newPage());
    await other.open('/import');
    await other.it('import-paste').fill(text);
    await other.press('import-text');
    await expect(other.it('seen')).toContainText('认作学练赛题库（JSON），读出2题');
    await expect(other.it('import-title')).toHaveValue('两道判断');
    await other.press('import-save');
    await other.press('import-to-edit');
    expect(new URL(other.page.url()).hash).toBe(new URL(page.url()).hash);
    await context.close();
  });
});

test('files that are made to do harm are refused with a sentence, and the app goes on', async ({ quiz }) => {
  const deep = `<quiz>${'<question type="multichoice">'.repeat(200)}${'</question>'.repeat(200)}</quiz>`;
  const entity = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><questiontext><text>&x;</text></questiontext></question></quiz>';
  await quiz.open('/import');
  for (const [name, buffer, words] of [
    ['bomb.xlsx', bomb('xl/workbook.xml', 100_000_000), /解开后|打不开|认不出/],
    ['deep.xml', Buffer.from(deep), '层次太深'],
    ['entity.xml', Buffer.from(entity), 'DTD'],
    ['paper.pdf', Buffer.from('%PDF-1.7\n'), 'PDF'],
    ['empty.txt', Buffer.alloc(0), '文件是空的'],
    ['noise.bin', Buffer.from(Array.from({ length: 4000 }, (_, idx) => (idx * 97) % 256)), /./],
  ] as const) {
    await quiz.it('import-file').setInputFiles({ name, mimeType: '', buffer });
    await expect(quiz.it('import-refused'), name).toContainText(words);
    await quiz.press('import-again');
  }
  // One cell in the last corner of a sheet costs nothing.
  await quiz.it('import-file').setInputFiles(join(import.meta.dirname, '../fixtures/import/far_cell.xlsx'));
  await expect(quiz.it('seen')).toContainText('读出1题');
  await quiz.go('/practise');
  await expect(quiz.it('bank').first()).toBeVisible();
});

test('a table in an old encoding under a wrong name is read, and another encoding may be chosen', async ({ quiz }, info) => {
  const path = info.outputPath('题库.xlsx');
  // 题干,选项A,选项B,答案 / 几次,一次,两次,B in GBK.
  writeFileSync(path, Buffer.from('cce2b8c92cd1a1cfee412cd1a1cfee422cb4f0b0b80d0abcb8b4ce2cd2bbb4ce2cc1bdb4ce2c420d0a', 'hex'));
  await quiz.open('/import');
  await quiz.it('import-file').setInputFiles(path);
  await expect(quiz.it('seen')).toContainText('认作CSV表格，读出1题');
  await quiz.press('filter-all');
  await expect(quiz.it('import-stem')).toHaveText('几次');
  await quiz.it('seen').locator('summary').click();
  await quiz.it('seen-encoding').selectOption({ label: 'Big5（繁体）' });
  await expect(quiz.it('import-stem').or(quiz.it('import-refused')).first()).not.toHaveText('几次');
});

test('the pages of an import fit a phone and a screen reader', async ({ quiz, page }) => {
  await quiz.open('/import');
  await expect(quiz.it('import-paste')).toBeVisible();
  expect(await faults(page, { width: 390, target: 44 })).toEqual([]);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await quiz.it('import-paste').fill(MESSY);
  await quiz.press('import-text');
  await expect(quiz.it('import-row').first()).toBeVisible();
  expect(await faults(page, { width: 390, target: 44 })).toEqual([]);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await quiz.it('import-mend').first().click();
  await expect(quiz.it('import-editor')).toBeVisible();
  expect(await faults(page, { width: 390, target: 44 })).toEqual([]);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
