import type { Browser } from '@playwright/test';
import { BackupPage } from './fixtures/backup_page';
import { ExamPage } from './fixtures/exam_page';
import { expect, test } from './fixtures/test';

/** A phone of its own, on which the clipboard refuses, so that what is copied is shown. */
async function phone(browser: Browser, home: string) {
  const context = await browser.newContext({ baseURL: home });
  const page = await context.newPage();
  await BackupPage.refuseClipboard(page);
  return new ExamPage(page);
}

async function play(quiz: ExamPage, name: string, n_right: number): Promise<string[]> {
  await quiz.it('player').fill(name);
  await quiz.press('play');
  const stems: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    await expect(quiz.stem).toBeVisible();
    stems.push((await quiz.seen()).stem);
    await quiz.give(n < n_right ? 'rightly' : 'wrongly');
    await quiz.press('next');
    if (n < 4) await expect(quiz.position).toContainText(`${n + 2}`);
  }
  await expect(quiz.result).toBeVisible();
  return stems;
}

/** Begins a duel of five questions of all banks without a clock; its code. */
async function begin(quiz: ExamPage): Promise<string> {
  await quiz.open('/duel');
  await quiz.it('length-5').check();
  await quiz.it('pace-2').check();
  await quiz.press('new-duel');
  await expect(quiz.it('code')).toBeVisible();
  return quiz.it('code').innerText();
}

const rows = async (quiz: ExamPage) =>
  (await quiz.it('player-row').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').replace(/ \d+秒$/, ''));

test('two phones with one code answer the same paper and compare what they sent', async ({ browser, server }) => {
  const [one, two] = [await phone(browser, server.url), await phone(browser, server.url)];
  const code = await begin(one);
  const asked = await play(one, '甲', 4);
  await one.press('to-duel');
  await expect(one.it('player-row')).toHaveCount(1);
  await one.press('copy-receipt');
  const receipt = await one.it('by-hand').last().inputValue();
  expect(receipt).toContain('XLSD1.');

  await two.open('/duel');
  await two.it('duel-code').fill(code.toLowerCase().replace('-', ' '));
  await two.press('join-duel');
  expect(await play(two, '乙', 2)).toEqual(asked);
  await two.press('to-duel');
  await two.it('paste').fill(`甲 10:03\n${receipt}`);
  await two.press('compare');
  await expect(two.it('player-row')).toHaveCount(2);
  expect(await rows(two)).toEqual(['1 甲 ✓✓✓✓✕ 4/5', '2 乙 ✓✓✕✕✕ 2/5']);

  const forged = receipt.replace(/.(?=.{40}$)/, (sign) => (sign === 'A' ? 'B' : 'A'));
  await two.it('paste').fill(forged);
  await two.press('compare');
  await expect(two.it('trouble')).toContainText('与签名不符');
  await two.it('paste').fill('没有');
  await two.press('compare');
  await expect(two.it('trouble')).toContainText('没有找到战绩');
  await expect(two.it('player-row')).toHaveCount(2);
  await one.page.context().close();
  await two.page.context().close();
});

test('a phone is passed round, and whoever plays again meets herself', async ({ browser, server }) => {
  const quiz = await phone(browser, server.url);
  await begin(quiz);
  await play(quiz, '甲', 3);
  await quiz.press('to-duel');
  await play(quiz, '乙', 5);
  await quiz.press('to-duel');
  await play(quiz, '甲', 4);
  await quiz.press('to-duel');
  await expect(quiz.it('player-row')).toHaveCount(3);
  expect(await rows(quiz)).toEqual(['1 乙 ✓✓✓✓✓ 5/5', '2 甲（第2次） ✓✓✓✓✕ 4/5', '3 甲 ✓✓✓✕✕ 3/5']);
  await quiz.reload();
  await expect(quiz.it('player-row'), 'and all of it is there another day').toHaveCount(3);
  await quiz.press('play');
  await expect(quiz.it('player-problem')).toContainText('请先写上名字');
  await quiz.page.context().close();
});

test('a game broken off goes on at its question', async ({ browser, server }) => {
  const quiz = await phone(browser, server.url);
  const code = await begin(quiz);
  await quiz.it('player').fill('甲');
  await quiz.press('play');
  await quiz.answerRight();
  await quiz.open(`/duel/${code}`);
  await quiz.press('go-on');
  await expect(quiz.feedback).toBeVisible();
  await quiz.page.context().close();
});

test('a code that is none says so', async ({ exam }) => {
  await exam.open('/duel');
  await exam.it('duel-code').fill('7Q2M');
  await exam.press('join-duel');
  await expect(exam.it('wrong-code')).toBeVisible();
  await exam.open('/duel/ZZZZZZZZ');
  await expect(exam.it('no-duel')).toBeVisible();
  await expect(exam.it('duel-code'), 'it can be typed again').toBeVisible();
});
