import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { fakeClock } from './fixtures/clock';
import type { ExamPage } from './fixtures/exam_page';
import { expect, test } from './fixtures/test';

const MORNING = new Date('2026-11-22T09:00:00+08:00');
const BANK = 'jiguan-dangjian-shijian';

test.beforeEach(async ({ page }) => fakeClock(page, MORNING));

async function challenge(exam: ExamPage, bank = BANK) {
  await exam.open('/compete');
  await exam.it('challenge-bank').selectOption(bank);
  await exam.press('challenge');
  await expect(exam.stem).toBeVisible();
}

/** Seconds left for the question. */
async function left(exam: ExamPage): Promise<number> {
  const clock = exam.it('question-clock');
  await expect(clock).toHaveText(/^本题\s\d\d:\d\d$/);
  return Number((await clock.innerText()).slice(-2));
}

test('a challenge goes on to the first miss, whose explanation is read before the result', async ({ exam }) => {
  await challenge(exam);
  for (let n = 1; n <= 2; n += 1) {
    await exam.answerRight();
    await expect(exam.it('question-clock'), 'stands still').toHaveText('');
    await exam.next();
  }
  await expect(exam.it('previous')).toBeHidden();
  await exam.answerWrong();
  await exam.page.clock.fastForward('02:00');
  await expect(exam.feedback, 'as long as she likes').toBeVisible();
  await exam.press('next');
  await expect(exam.result).toBeVisible();
  await expect(exam.score).toHaveText(/连对\s*2\s*题/);
  await expect(exam.it('best')).toContainText('第一次');
  await exam.go('/compete');
  await expect(exam.it('past-challenge')).toContainText('连对2题');
  await expect(exam.it('past-exam')).toBeHidden();
});

test('the best challenge of the same banks is said', async ({ exam }) => {
  for (const n_right of [1, 0]) {
    await challenge(exam);
    for (let n = 0; n < n_right; n += 1) {
      await exam.answerRight();
      await exam.next();
    }
    await exam.answerWrong();
    await exam.press('next');
    await expect(exam.result).toBeVisible();
  }
  await expect(exam.it('best')).toHaveText('最好的一次连对1题');
  expect(await exam.nAnswers(), 'they count like any other answers').toBe(3);
});

test('time that runs out on a question ends a challenge', async ({ exam }) => {
  await challenge(exam);
  expect(await left(exam)).toBeGreaterThan(30);
  await exam.page.clock.fastForward('00:46');
  await expect(exam.result).toBeVisible();
  await expect(exam.score).toHaveText(/连对\s*0\s*题/);
  await expect(exam.it('standing')).toContainText('时间到');
});

test('a reload in the middle of a question keeps its clock, and an app closed for long finds the challenge ended', async ({ exam }) => {
  await challenge(exam);
  const stem = await exam.stem.innerText();
  await exam.page.clock.fastForward('00:20');
  await expect.poll(() => left(exam)).toBeLessThanOrEqual(25);
  const before = await left(exam);
  await exam.reload();
  await expect(exam.stem).toHaveText(stem);
  expect(await left(exam)).toBeLessThanOrEqual(before);
  await exam.page.goto('about:blank');
  await exam.page.clock.fastForward('10:00');
  await exam.open('/compete');
  await exam.it('past-challenge').click();
  await expect(exam.score).toHaveText(/连对\s*0\s*题/);
  await expect(exam.it('standing')).toContainText('时间到');
});

test('leaving a challenge asks first, and only the chosen bank is fetched', async ({ exam }) => {
  const fetched: string[] = [];
  exam.page.on('request', (request) => {
    const bank = /\/banks\/([a-z-]+)\.[0-9a-f]+\.bank/.exec(request.url())?.[1];
    if (bank) fetched.push(bank);
  });
  await challenge(exam, 'zuzhi-gongzuo');
  expect([...new Set(fetched)]).toEqual(['zuzhi-gongzuo']);
  await exam.press('exit');
  await expect(exam.leaveDialog).toBeVisible();
  await exam.press('stay');
  await expect(exam.stem).toBeVisible();
});

test('a challenge from all banks begins', async ({ exam }) => {
  await challenge(exam, '');
  await expect(exam.position).toContainText('1 / 200');
});

/** A contest with a clock for each question, whose page is watched, begun at 00:00 by somebody named in the terms. */
const CONTEST = readFileSync(join(import.meta.dirname, '../fixtures/save-v2.txt'), 'utf8').split('\n')[13]!;

async function contest(page: Page, exam: ExamPage) {
  await page.clock.setSystemTime(new Date('2026-11-22T00:00:00+08:00'));
  await exam.open('/about');
  await page.evaluate((text) => localStorage.setItem('xueliansai/1/log/00000000000000ff-13', text), CONTEST);
  await exam.open('/session/00000000000000ff-13');
  await expect(exam.stem).toBeVisible();
}

test('a questions time over brings the next one with a word about it, and there is no way back', async ({ page, exam }) => {
  await contest(page, exam);
  const stem = await exam.stem.innerText();
  await expect(exam.clock).toBeVisible();
  await page.clock.fastForward('00:46');
  await expect(exam.position).toContainText('2 / 3');
  await expect(exam.stem).not.toHaveText(stem);
  await expect(exam.it('aside')).toContainText('上一题时间到（第1题）');
  await expect(exam.it('previous')).toBeHidden();
  await exam.openSheet();
  await expect(exam.it('cell').nth(0)).toBeDisabled();
  await exam.jumpTo(2);
  await exam.answerRight();
  await expect(exam.it('aside'), 'said once').not.toContainText('时间到');
  await exam.reload();
  await expect(exam.position).toContainText('2 / 3');
  await page.clock.fastForward('01:40');
  await expect(exam.it('handed-in'), 'what was right is kept back for hours').toBeVisible();
  await expect(exam.score).toBeHidden();
  await page.clock.fastForward('07:00:00');
  await exam.reload();
  await expect(exam.result).toBeVisible();
  await expect(exam.score).toHaveText(/^2\s*\/ 6分$/);
});

test('leaving a watched page is counted, to another tab and to another page of the app', async ({ page, exam }) => {
  await contest(page, exam);
  await expect(exam.it('aside')).toHaveText('');
  const hide = (hidden: boolean) => page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
  await hide(true);
  await hide(false);
  await expect(exam.it('aside')).toContainText('已离开页面1次');
  await exam.press('exit');
  await exam.press('leave');
  await exam.press('resume-exam');
  await expect(exam.it('aside')).toContainText('已离开页面2次');
});
