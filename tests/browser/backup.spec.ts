import type { Browser } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { BackupPage } from './fixtures/backup_page';
import { untilArchived } from './fixtures/storage';
import { expect, test, Watch } from './fixtures/test';

const ZHIBU = 'zhibu-gongzuo';
const JIGUAN = 'jiguan-jiceng-zuzhi';

test.beforeEach(async ({ page }) => BackupPage.refuseClipboard(page));

/** A device of its own: nothing is shared with any other. */
async function device(browser: Browser, home: string) {
  const context = await browser.newContext({ baseURL: home, viewport: { width: 1280, height: 800 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const watch = new Watch(context, home);
  const page = await context.newPage();
  await BackupPage.refuseClipboard(page);
  const quiz = new BackupPage(page);
  await quiz.open();
  return { quiz, watch, context };
}

/** Answers so many judgements of a bank, the first one wrongly and starred. */
async function practise(quiz: BackupPage, bank: string, n: number) {
  await quiz.practiseKind(bank, '判断');
  await quiz.answerWrong();
  await quiz.press('star');
  for (let done = 1; done < n; done += 1) {
    await quiz.next();
    await quiz.answerRight();
  }
  await quiz.leavePractice();
}

test('phone and PC, each practised alone, show the same after exchanging texts both ways round', async ({ page, browser, server }) => {
  const phone = new BackupPage(page);
  await phone.open();
  const { quiz: pc, watch, context } = await device(browser, server.url);
  await practise(phone, ZHIBU, 4);
  await practise(pc, JIGUAN, 3);
  await practise(pc, ZHIBU, 2);

  const of_phone = await phone.copyPieces();
  const of_pc = await pc.copyPieces();
  // In whatever order they arrive, with a chat's names and times around them.
  await phone.read(of_pc.reverse().map((piece, idx) => `李四 10:2${idx}\n${piece}\n`).join(''));
  await expect(phone.it('preview')).toContainText('“机关基层组织工作条例”答过0题次，合并后3题次');
  await phone.merge();
  await pc.read(of_phone.join('\n\n'));
  await expect(pc.it('preview')).toContainText('“支部工作条例”答过2题次，合并后6题次');
  await pc.merge();

  const [on_phone, on_pc] = [await phone.figures(), await pc.figures()];
  expect(on_phone).toEqual(on_pc);
  expect(on_phone.n_answers).toContain('9题次');
  expect(on_phone.wrong, 'the first judgement of each of two banks').toBe(2);
  const [said_by_phone, said_by_pc] = [await phone.check(), await pc.check()];
  expect(said_by_phone).toContain('没有发现问题：显示的统计与记录一致');
  expect(said_by_phone.split('。')[0]).toBe(said_by_pc.split('。')[0]);

  // Nothing of it is lost by practising on, or by the next start.
  await phone.practise(JIGUAN, 'random-20');
  await phone.answerAny();
  await phone.next();
  await phone.answerAny();
  await phone.open('/me');
  await expect(phone.it('n-answers')).toContainText('11题次');
  expect(await phone.check()).toContain('没有发现问题');
  expect(watch.unexpected).toEqual([]);
  await context.close();
});

test('a backup read twice adds nothing the second time', async ({ page, browser, server }) => {
  const phone = new BackupPage(page);
  await phone.open();
  await practise(phone, ZHIBU, 3);
  const text = (await phone.copyPieces()).join('\n');
  await phone.read(text);
  await expect(phone.it('preview')).toContainText('本机都有了，不用再合并');
  await expect(phone.it('merge')).toHaveCount(0);
  const { quiz: pc, context } = await device(browser, server.url);
  await pc.read(text);
  await pc.merge();
  await pc.read(text);
  await expect(pc.it('preview')).toContainText('本机都有了');
  await pc.go('/me');
  await expect(pc.it('n-answers')).toContainText('3题次');
  await context.close();
});

test('a piece that is missing or spoilt is named, and the rest can be taken up without it', async ({ page, browser, server }) => {
  test.setTimeout(120_000);
  const phone = new BackupPage(page);
  await phone.open('/open?src=/fixture/singles-50.json');
  await phone.start();
  await phone.finish();
  const pieces = await phone.copyPieces();
  expect(pieces.length).toBeGreaterThan(1);
  const { quiz: pc, context } = await device(browser, server.url);
  await pc.read(pieces.filter((_, idx) => idx !== 1).join('\n'));
  await expect(pc.it('preview')).toContainText(`还差第2段（共${pieces.length}段）`);
  await pc.read(pieces.map((piece, idx) => (idx === 1 ? piece.slice(0, -20) : piece)).join('\n'));
  await expect(pc.it('preview')).toContainText('还差第2段');
  await pc.read('你好，这里没有备份');
  await expect(pc.it('preview')).toContainText('没有找到备份');
  await pc.read(pieces[0]!);
  await expect(pc.it('preview')).toContainText('不等齐也可以先合并读得出的');
  await pc.merge();
  expect(await pc.nAnswers()).toBeGreaterThan(5);
  await pc.read(pieces.join(' '));
  await pc.merge();
  expect(await pc.nAnswers()).toBe(50);
  await context.close();
});

test('a file holds everything and brings it back after the browser was cleared', async ({ page, context, server }) => {
  const quiz = new BackupPage(page);
  await quiz.open();
  await practise(quiz, ZHIBU, 3);
  await quiz.go('/me');
  await expect(quiz.it('me-backup')).toContainText('从未备份');
  await quiz.openBackup();
  const downloading = page.waitForEvent('download');
  await quiz.press('backup-file');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^学练赛备份-\d{4}-\d\d-\d\d\.txt$/);
  const path = await download.path();
  expect(readFileSync(path, 'utf8')).toMatch(/^XLS1 1\/\d+ /);
  await expect(quiz.it('backup-age')).toHaveText('今天备份过。');
  await practise(quiz, JIGUAN, 1);
  await quiz.go('/me');
  await expect(quiz.it('me-backup')).toContainText('今天备份过，之后新增3条');

  // The browser clears what pages store, and leaves the cookie that says there was something.
  await page.goto('about:blank');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'local_storage,indexeddb' });
  await quiz.open();
  await expect(quiz.it('restore-offer')).toContainText('可能被浏览器清理了');
  await quiz.press('restore-go');
  await quiz.it('choose-file').setInputFiles(path);
  await expect(quiz.it('preview')).toContainText('本机没有的');
  await quiz.merge();
  await quiz.go('/practise');
  await expect(quiz.it('restore-offer')).toHaveCount(0);
  expect(await quiz.nAnswers()).toBe(3);
});

test('a new learner is offered no restore, and one who declines is not asked again', async ({ quiz }) => {
  await quiz.open();
  await expect(quiz.it('start')).toBeVisible();
  await expect(quiz.it('restore-offer')).toHaveCount(0);
  await quiz.page.evaluate(() => { document.cookie = 'xls=1'; });
  await quiz.open();
  await quiz.press('restore-no');
  await expect(quiz.it('restore-offer')).toHaveCount(0);
  await quiz.open();
  await expect(quiz.it('start')).toBeVisible();
  await expect(quiz.it('restore-offer')).toHaveCount(0);
});

test('what came since the last backup goes into a few codes that a scanner reads', async ({ page, browser, server }) => {
  const phone = new BackupPage(page);
  await phone.open();
  await phone.chooseTheme('dark');
  await phone.go('/practise');
  await practise(phone, ZHIBU, 8);
  const before = (await phone.copyPieces()).join('\n');
  await practise(phone, JIGUAN, 2);
  await phone.openBackup();
  await phone.it('changes-only').check();
  const codes = await phone.scanCodes();
  expect(codes.length).toBeLessThanOrEqual(20);
  await expect(phone.it('backup-age')).toHaveText('今天备份过。');

  const { quiz: pc, context } = await device(browser, server.url);
  await pc.read(codes.join('\n'));
  await pc.merge();
  expect(await pc.nAnswers(), 'the codes hold the changes alone').toBe(2);
  await pc.read(before);
  await pc.merge();
  expect(await pc.nAnswers()).toBe(10);
  await context.close();
});

test('what was set to nought comes back from the restore point, and what came after it can be fetched back', async ({ page }) => {
  const quiz = new BackupPage(page);
  await quiz.open();
  await practise(quiz, ZHIBU, 3);
  await quiz.go('/data');
  await quiz.press('clear-all');
  await quiz.press('clear-yes');
  await expect(quiz.it('clear-dialog')).toBeHidden();
  expect(await quiz.nAnswers()).toBe(0);
  await practise(quiz, JIGUAN, 2);
  await quiz.openBackup();
  // The last of them, made before the reset.
  await quiz.it('point').first().click();
  await expect(quiz.it('point-dialog')).toContainText('放到一边');
  const reloaded = page.waitForEvent('load');
  await quiz.press('point-yes');
  await reloaded;
  await expect(quiz.it('aside')).toHaveCount(1);
  expect(await quiz.nAnswers(), 'as it was before the reset').toBe(3);
  await quiz.open();
  expect(await quiz.nAnswers(), 'and nothing brings it forward again').toBe(3);
  expect(await quiz.check()).toContain('没有发现问题');

  await quiz.it('aside').click();
  await expect(quiz.it('preview')).toContainText('本机没有的');
  await quiz.merge();
  expect(await quiz.nAnswers(), 'the reset and what followed it are back').toBe(2);
});

test('what one of the two stores has lost is found and written again', async ({ page }) => {
  const quiz = new BackupPage(page);
  await quiz.open();
  await practise(quiz, ZHIBU, 2);
  // Else the next start would bring the archive what it lacks, and write an event twice.
  await untilArchived(page);
  await quiz.open('/backup');
  expect(await quiz.check()).toContain('没有发现问题');
  // The last answer goes from the archive, as where the browser was killed before it was written.
  await page.evaluate(async () => {
    const open = indexedDB.open('xueliansai/1');
    const db = await new Promise<IDBDatabase>((resolve) => { open.onsuccess = () => resolve(open.result); });
    const transaction = db.transaction('record', 'readwrite');
    const store = transaction.objectStore('record');
    const keys = store.getAllKeys(IDBKeyRange.bound(0, 9e15));
    keys.onsuccess = () => store.delete(keys.result.at(-1)!);
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    db.close();
  });
  expect(await quiz.check()).toContain('只存在一处的记录，还没写进数据库');
  const reloaded = page.waitForEvent('load');
  await quiz.press('repair');
  await reloaded;
  expect(await quiz.check()).toContain('没有发现问题');
  expect(await quiz.nAnswers()).toBe(2);
});

test('inside WeChat, where files cannot be saved, texts and codes come first', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.68' });
  const quiz = new BackupPage(await context.newPage());
  await quiz.open('/backup');
  await expect(quiz.page.getByText('在微信这类应用里存不了文件')).toBeVisible();
  const order = await quiz.page.locator('[data-testid^=backup-]:is(button)').evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-testid')));
  expect(order).toEqual(['backup-text', 'backup-codes', 'backup-file']);
  await context.close();
});
