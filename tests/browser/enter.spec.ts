import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { BackupPage } from './fixtures/backup_page';
import { assets, write } from './fixtures/bank_bytes.mjs';
import { fakeClock } from './fixtures/clock';
import { at, ContestPage, publish, type Published } from './fixtures/contest_page';
import { DIST } from './fixtures/dist';
import { bankOf } from './fixtures/keys';
import { expect, test as base } from './fixtures/test';

const test = base.extend<{ contest: ContestPage }>({
  contest: async ({ page }, use) => {
    await BackupPage.refuseClipboard(page);
    await fakeClock(page, at('10:00'));
    await use(new ContestPage(page));
  },
});

/** The bytes of a text as it travels. */
const bytesOf = (text: string) => Buffer.from(/XLSD1\.([\w-]+)/.exec(text)![1]!, 'base64url');
/** Both clocks of the device go on. */
const forward = (page: Page, span: string) => page.clock.fastForward(span);

let plain: Published;
test.beforeAll(() => {
  test.setTimeout(240_000);
  plain = publish('党章知识竞赛');
});

test('a unit once chosen stays the one that is shown, whatever is searched for after it', async ({ contest }) => {
  const units = Array.from({ length: 20 }, (_, idx) => `第${idx + 1}党支部`);
  await contest.join(publish('单位很多的竞赛', '--units', units.join(',')));
  await contest.it('unit-search').fill('1');
  await contest.it('entry-unit').selectOption({ label: '第13党支部' });
  for (const words of ['2', '第', '']) {
    await contest.it('unit-search').fill(words);
    await expect(contest.it('entry-unit').locator('option:checked'), `“${words}”`).toHaveText('第13党支部');
  }
});

test('who has the link enters, sits, hands in, and shows the same receipt as text and as code each time', async ({ contest }) => {
  await contest.join(plain);
  await expect(contest.title).toHaveText('党章知识竞赛');
  await expect(contest.it('contest-organiser')).toContainText('某市直机关工委');
  await expect(contest.it('contest-window')).toContainText('今天 09:00至18:00');
  await expect(contest.it('rules')).toContainText('共10题，满分100分');
  await contest.page.getByText('怎样确认是主办方发的').click();
  await expect(contest.it('fingerprint')).toHaveText(plain.fingerprint);
  expect(new URL(contest.page.url()).hash, 'back does not lead to the link again').toBe(`#/enter/${plain.id}`);

  await contest.press('start');
  await expect(contest.it('entry-problem')).toHaveText(['请填写姓名。', '请选择或填写单位。']);
  await contest.enter('参赛者 甲');
  await expect(contest.clock).toHaveText(/^(10:00|09:5\d)$/);
  await contest.sitAndHandIn();
  await expect(contest.it('handed-in')).toBeVisible();
  await expect(contest.score).toBeHidden();
  await expect(contest.it('revealed-when')).toContainText('18:00');

  await contest.press('show-receipt');
  const text = await contest.receiptText();
  await expect(contest.it('receipt-who')).toHaveText('参赛者 甲 财务处');
  expect(text).toMatch(/^【学练赛】党章知识竞赛答卷\n参赛者 甲 {2}财务处 {2}第1次\nXLSD1\.[\w-]+$/);
  expect(text.split('XLSD1.')[1]!.length, 'short enough for a chat').toBeLessThan(400);
  const link = await contest.scan();
  expect(link).toBe(`${contest.page.url().split('#')[0]}#/deliver/XLSD1.${bytesOf(text).toString('base64url')}`);
  const code = await contest.it('receipt-code').innerText();
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);

  const address = new URL(contest.page.url()).hash.slice(1);
  await contest.open(address);
  expect(await contest.receiptText()).toBe(text);
  await expect(contest.it('receipt-code')).toHaveText(code);
});

for (const form of ['bank', 'json'] as const) {
  test(`a contest is sat in the edition it was published with, which the server still has as .${form}`, async ({ contest, watch }) => {
    watch.expects(/^error: /);
    const bank = bankOf('dangzhang');
    const asset: string = assets(DIST).find((name: string) => /^dangzhang\.\w+\.bank$/.test(name))!;
    const older = { bank: readFileSync(join(DIST, 'banks', asset)), json: JSON.stringify(bank) };
    const questions = bank.questions.map((question) => ({ ...question, stem: `新的规定：${question.stem}` }));
    const newest = write({ ...bank, questions });
    let [nTries, gone] = [0, false];
    await contest.page.route(/banks\/dangzhang\.\w+\.(bank|json)$/, (route) => {
      nTries += 1;
      if (nTries === 1) return route.fulfill({ body: newest });
      if (!gone && route.request().url().endsWith(form)) return route.fulfill({ body: older[form] });
      return route.fulfill({ status: 404 });
    });
    await contest.join(plain);
    await contest.enter();
    const stem = await contest.stem.innerText();
    expect(stem).not.toContain('新的规定');
    gone = true;
    await contest.reload();
    await expect(contest.stem, 'the device has a copy').toHaveText(stem);
  });
}

test('no score, review or mistake is to be had before the close, also not by its address', async ({ contest }) => {
  await contest.join(plain);
  await contest.enter();
  const session = new URL(contest.page.url()).hash.slice(1);
  await contest.sitAndHandIn();
  await contest.open(`${session}/review`);
  await expect(contest.it('handed-in')).toBeVisible();
  await expect(contest.it('review-page')).toBeHidden();
  await contest.go('/wrong');
  await expect(contest.it('empty')).toBeVisible();
  await contest.go('/compete');
  await expect(contest.it('my-contest')).toContainText('已交卷');
  await expect(contest.it('past-exam')).toBeHidden();

  await forward(contest.page, '09:00:00');
  await contest.open(session);
  await expect(contest.score).toBeVisible();
  await expect(contest.it('show-receipt')).toBeVisible();
  await contest.press('review');
  await expect(contest.it('reviewed').first()).toBeVisible();
});

test('a contest that was sat is taken off the list, and its link brings it back with what was answered', async ({ contest }) => {
  await contest.join(plain);
  await contest.enter();
  await contest.open('/compete');
  await contest.press('my-contest');
  await expect(contest.turn).toContainText('还没交卷');
  await expect(contest.it('remove-entered'), 'not while its clock runs').toHaveCount(0);
  await contest.press('continue-contest');
  await contest.sitAndHandIn();
  await contest.press('show-receipt');
  const text = await contest.receiptText();
  await contest.go('/compete');
  await contest.press('my-contest');
  await contest.press('remove-entered');
  await expect(contest.it('remove-entered-dialog')).toContainText('请先确认主办方已收到你的答卷');
  await contest.press('remove-entered-no');
  await expect(contest.it('remove-entered-dialog')).toBeHidden();
  await contest.press('remove-entered');
  await contest.press('remove-entered-yes');
  await expect(contest.it('my-contest')).toHaveCount(0);
  await contest.join(plain);
  await expect(contest.it('past-attempt'), 'what was answered is known again').toBeVisible();
  await contest.go('/compete');
  await expect(contest.it('my-contest')).toContainText('已交卷');
  await contest.press('my-contest');
  await contest.press('past-attempt');
  await contest.press('show-receipt');
  expect(await contest.receiptText()).toBe(text);
});

test('an app that was closed in the middle goes on at the same question, and its clock has run', async ({ contest }) => {
  await contest.join(plain);
  await contest.enter();
  await contest.answerAny();
  await contest.next();
  const { stem, options } = await contest.seen();
  await contest.page.goto('about:blank');
  await forward(contest.page, '03:00');
  await contest.open('/compete');
  await contest.press('my-contest');
  await expect(contest.turn).toContainText('还没交卷');
  await expect(contest.it('start')).toBeHidden();
  await contest.press('continue-contest');
  expect(await contest.seen()).toEqual({ stem, options });
  expect(await contest.left()).toBeLessThanOrEqual(7 * 60);
  // Nobody comes back before the time is over.
  await contest.page.goto('about:blank');
  await forward(contest.page, '10:00');
  await contest.open(`/enter/${plain.id}`);
  await contest.press('past-attempt');
  await expect(contest.it('standing')).toContainText('时间到，自动交卷 · 答了1题，共10题');
  await contest.press('show-receipt');
  await expect(contest.it('receipt')).toContainText('时间到，自动交卷');
});

test('a second attempt is refused where one is allowed, also from another tab and after figures were set to nought', async ({ contest, context }) => {
  await contest.join(plain);
  // The link is read, and the contest is on the device for the other tab too.
  await expect(contest.it('start')).toBeVisible();
  const page = await context.newPage();
  await fakeClock(page, at('10:00'));
  const other = new ContestPage(page);
  await other.open(`/enter/${plain.id}`);
  await expect(other.it('start')).toBeVisible();
  await contest.page.bringToFront();
  await contest.enter();
  const address = new URL(contest.page.url()).hash;
  // The other tab showed the form before the first began.
  await other.page.bringToFront();
  await other.fillForm('参赛者乙', '办公室');
  await other.press('start');
  await expect(other.it('elsewhere')).toBeVisible();
  expect(new URL(other.page.url()).hash, 'the same sitting').toBe(address);

  await contest.page.bringToFront();
  await contest.sitAndHandIn();
  await contest.open('/data');
  await contest.press('clear-all');
  await contest.press('clear-yes');
  await expect(contest.it('clear-dialog')).toBeHidden();
  await contest.join(plain);
  await expect(contest.turn).toHaveText('规定的次数已经用完');
  await expect(contest.it('start')).toBeHidden();
});

test('a contest opens and closes by the clock, and says so', async ({ contest }) => {
  await contest.page.clock.setSystemTime(at('08:59:30'));
  await contest.join(plain);
  await expect(contest.turn).toHaveText('还没有开始');
  await expect(contest.it('countdown')).toHaveText(/^(30|2\d)秒$/);
  await expect(contest.it('start')).toBeHidden();
  await forward(contest.page, '00:31');
  await expect(contest.turn).toHaveText('正在进行');
  await contest.page.clock.setSystemTime(at('17:59:00'));
  await contest.join(plain);
  await expect(contest.page.getByText('会标为迟交')).toBeVisible();
  await contest.enter();
  await forward(contest.page, '02:00');
  await contest.sitAndHandIn(1);
  await contest.press('show-receipt');
  await expect(contest.it('receipt-late')).toContainText('迟交');
  await contest.join(publish('另一场', '--closes', '2026-11-22T10:00'));
  await expect(contest.turn).toHaveText('答题时间已过，不能再开始');
});

test('a practice run leaves the attempt alone and gives no receipt', async ({ contest }) => {
  const rehearsed = publish('模拟赛', '--rehearsal', '--units', 'free', '--number', 'phone-tail', '--reveal', 'after-hand-in');
  await contest.page.clock.setSystemTime(at('08:00'));
  await contest.join(rehearsed);
  await contest.press('rehearse');
  await expect(contest.stem).toBeVisible();
  await contest.sitAndHandIn(1);
  await expect(contest.score).toBeVisible();
  await expect(contest.it('show-receipt')).toBeHidden();
  await contest.page.clock.setSystemTime(at('10:00'));
  await contest.join(rehearsed);
  await contest.it('entry-name').fill('参赛者丙');
  await contest.it('entry-unit').fill('办公室');
  await contest.it('entry-number').fill('12a4');
  await contest.press('start');
  await expect(contest.it('entry-problem')).toHaveText('手机尾号是最后4位数字。');
  await contest.it('entry-number').fill('1234');
  await contest.it('time-150').check();
  await contest.press('start');
  await expect(contest.clock).toHaveText(/^(15:00|14:5\d)$/);
  await contest.sitAndHandIn(1);
  await expect(contest.score).toBeVisible();
  await contest.press('show-receipt');
  await expect(contest.it('receipt-who')).toHaveText('参赛者丙 办公室 1234');
  await expect(contest.it('receipt')).toContainText('第1次');
});

test('sealed terms open by their passphrase alone', async ({ contest }) => {
  const sealed = publish('封存的竞赛', '--seal', '7Q2M-0KXD-93AB-V5TE');
  await contest.join(sealed);
  await expect(contest.it('cover')).toContainText('封存的竞赛');
  await expect(contest.it('rules')).toBeHidden();
  await contest.it('passphrase').fill('7Q2M');
  await contest.press('unseal');
  await expect(contest.it('passphrase-problem')).toContainText('口令是16位');
  await contest.it('passphrase').fill('7Q2M-0KXD-93AB-V5TF');
  await contest.press('unseal');
  await expect(contest.it('passphrase-problem')).toContainText('口令不对');
  await expect(contest.it('passphrase'), 'what was typed stays').toHaveValue('7Q2M-0KXD-93AB-V5TF');
  await contest.it('passphrase').fill('7q2m okxd 93ab v5te');
  await contest.press('unseal');
  await expect(contest.it('rules')).toBeVisible();
  await contest.enter();
  await contest.open('/compete');
  await expect(contest.it('my-contest')).toHaveCount(1);
});

test('a damaged link says what is wrong, and a message or a file opens instead', async ({ contest }, info) => {
  await contest.open(`/contest/${plain.text.slice(0, -30)}`);
  await expect(contest.it('contest-refused')).toContainText('没有复制完整');
  await contest.press('contest-open');
  await expect(contest.it('contest-problem')).toContainText('请先粘贴');
  await contest.it('contest-text').fill('大家好，今天的竞赛取消');
  await contest.press('contest-open');
  await expect(contest.it('contest-problem')).toContainText('里面没有竞赛链接');
  await contest.it('contest-text').fill(`【竞赛】请点链接 http://10.0.0.8/xls/#/contest/${plain.text}\n今天下午前完成`);
  await contest.press('contest-open');
  await expect(contest.title).toHaveText('党章知识竞赛');
  await contest.open('/enter/0123456789abcdef0123456789abcdef');
  await expect(contest.it('no-contest')).toBeVisible();
  const file = info.outputPath('contest.txt');
  writeFileSync(file, plain.text);
  await contest.it('contest-file').setInputFiles(file);
  await expect(contest.title).toHaveText('党章知识竞赛');
  await contest.open('/receipt/0123456789abcdef-7');
  await expect(contest.it('receipt-refused')).toContainText('本机没有这次作答');
  await expect(contest.it('receipt-refused')).not.toContainText('作答记录都在');
});

test('a contest that carries its bank is sat, goes on after a reload, and gives its receipt', async ({ contest }) => {
  const carried = publish('带题的竞赛', '--carry');
  await contest.join(carried);
  await contest.enter();
  await contest.answerAny();
  await contest.next();
  const seen = await contest.seen();
  await contest.reload();
  expect(await contest.seen()).toEqual(seen);
  await contest.sitAndHandIn(1);
  await contest.press('show-receipt');
  expect(bytesOf(await contest.receiptText()).length).toBeGreaterThan(100);
});

test('who leaves the page finds it counted in her receipt', async ({ contest }) => {
  await contest.join(plain);
  await contest.enter();
  await contest.answerAny();
  await contest.press('exit');
  await contest.press('leave');
  await expect(contest.running).toBeVisible();
  await contest.press('resume-exam');
  await contest.sitAndHandIn(1);
  await contest.press('show-receipt');
  await expect(contest.it('receipt-left')).toHaveText('离开页面1次');
});
