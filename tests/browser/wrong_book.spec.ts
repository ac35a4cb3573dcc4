import { fakeClock } from './fixtures/clock';
import { QuizPage } from './fixtures/quiz_page';
import { expect, test } from './fixtures/test';

const BANK = 'zhibu-gongzuo';
const MORNING = new Date('2026-11-22T09:00:00+08:00');
const DAY = 24 * 60 * 60 * 1000;
const onDay = (n: number) => new Date(MORNING.getTime() + n * DAY);

test('a miss enters the wrong book and leaves after two right answers on two days', async ({ quiz }) => {
  await fakeClock(quiz.page, MORNING);
  await quiz.open('/wrong');
  await expect(quiz.it('empty')).toBeVisible();
  await quiz.practiseKind(BANK, '单选');
  const missed = await quiz.answerWrong();
  await quiz.next();
  await quiz.answerRight();
  await quiz.leavePractice();
  await expect(quiz.it('wrong-book')).toContainText('1题');

  // Twice right on one day is not enough.
  for (const round of ['first', 'second']) {
    await quiz.press('wrong-book');
    await quiz.start();
    expect((await quiz.answerRight()).id, round).toBe(missed.id);
    await quiz.next();
    await quiz.press('exit');
    await expect(quiz.it('wrong-book')).toContainText('1题');
  }

  await quiz.page.clock.setSystemTime(onDay(2));
  await quiz.open();
  await expect(quiz.it('wrong-book')).toContainText('1题');
  await quiz.press('wrong-book');
  await quiz.start();
  await quiz.answerRight();
  await quiz.next();
  await quiz.press('exit');
  await expect(quiz.it('wrong-book')).toContainText('还没有');
  await quiz.reload();
  await expect(quiz.it('wrong-book')).toContainText('还没有');
});

test('a day ends at midnight in China, wherever the phone is', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, timezoneId: 'America/New_York' });
  const page = await context.newPage();
  const quiz = new QuizPage(page);
  await fakeClock(page, new Date('2026-11-22T23:50:00+08:00'));
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerWrong();
  await quiz.leavePractice();
  for (const [time, left] of [['2026-11-22T23:55:00+08:00', '1题'], ['2026-11-23T00:05:00+08:00', '还没有']] as const) {
    await page.clock.setSystemTime(new Date(time));
    await quiz.open('/wrong');
    await quiz.start();
    await quiz.answerRight();
    await quiz.next();
    await quiz.press('exit');
    await expect(quiz.it('wrong-book')).toContainText(left);
  }
  await context.close();
});

test('another miss between two right days starts the count anew', async ({ quiz }) => {
  await fakeClock(quiz.page, MORNING);
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerWrong();
  await quiz.leavePractice();
  for (const [day, way] of [[1, 'rightly'], [2, 'wrongly'], [3, 'rightly']] as const) {
    await quiz.page.clock.setSystemTime(onDay(day));
    await quiz.open('/wrong');
    await quiz.start();
    await quiz.give(way);
    await quiz.next();
    await quiz.press('exit');
    await expect(quiz.it('wrong-book'), `day ${day}`).toContainText('1题');
  }
});

test('a guess that was right enters the wrong book too', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerRight();
  await quiz.press('guessed');
  await expect(quiz.it('guessed')).toHaveAttribute('aria-pressed', 'true');
  await quiz.reload();
  await expect(quiz.it('guessed')).toHaveAttribute('aria-pressed', 'true');
  await quiz.leavePractice();
  await expect(quiz.it('wrong-book')).toContainText('1题');
});

test('a guess taken back leaves the wrong book as if it had never been said', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerRight();
  await quiz.press('guessed');
  await quiz.press('guessed');
  await expect(quiz.it('guessed')).toHaveAttribute('aria-pressed', 'false');
  await quiz.leavePractice();
  await expect(quiz.it('wrong-book')).toContainText('还没有');
});

test('an answer can be confirmed as a guess at once', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind(BANK, '判断');
  await quiz.leavePractice();
  await quiz.setSwitch('tap-answers', false);
  await quiz.practiseKind(BANK, '判断');
  const question = await quiz.question();
  await quiz.option(question.answer === true ? 1 : 2).click();
  await quiz.press('submit-guess');
  expect(await quiz.isRight()).toBe(true);
  await expect(quiz.it('guessed')).toHaveAttribute('aria-pressed', 'true');
  await quiz.leavePractice();
  await expect(quiz.it('wrong-book')).toContainText('1题');
});

test('only the wrong ones of one bank are drilled from its page', async ({ quiz }) => {
  await quiz.open(`/practise/${BANK}`);
  await expect(quiz.it('in-order')).toBeVisible();
  await expect(quiz.it('wrong-only')).toBeHidden();
  for (const bank of [BANK, 'jiguan-jiceng-zuzhi']) {
    await quiz.practiseKind(bank, '判断');
    await quiz.answerWrong();
    await quiz.leavePractice();
  }
  await quiz.go(`/practise/${BANK}`);
  await expect(quiz.it('wrong-only')).toContainText('1题');
  await quiz.press('wrong-only');
  expect(await quiz.where()).toEqual([1, 1]);
  await quiz.go('/wrong');
  await expect(quiz.it('drill-bank')).toHaveCount(2);
});
