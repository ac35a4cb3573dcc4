import { fakeClock } from './fixtures/clock';
import { expect, test } from './fixtures/test';

const MORNING = new Date('2026-11-22T09:00:00+08:00');
const PLAN = { counts: { single: 3 }, points: { single: 10 }, minutes: 20, pass: 60 };
const minutes = (n: number) => n * 60_000;
const after = (n: number) => new Date(MORNING.getTime() + minutes(n));

test.beforeEach(async ({ page }) => fakeClock(page, MORNING));

/** The fake clock goes on by itself, by some seconds on a busy machine. */
const SLACK = 20;

test('a reload keeps the clock running, and so does an app that was closed', async ({ exam }) => {
  await exam.open();
  await exam.sit(PLAN);
  await exam.page.clock.fastForward('05:00');
  const before = await exam.left();
  expect(before).toBeLessThanOrEqual(15 * 60);
  expect(before).toBeGreaterThan(15 * 60 - SLACK);
  await exam.reload();
  const reloaded = await exam.left();
  expect(reloaded).toBeLessThanOrEqual(before);
  expect(reloaded).toBeGreaterThan(before - SLACK);
  await exam.page.goto('about:blank');
  await exam.page.clock.fastForward('05:00');
  await exam.open();
  await exam.press('resume-exam');
  const reopened = await exam.left();
  expect(reopened).toBeLessThanOrEqual(reloaded - 5 * 60);
  expect(reopened).toBeGreaterThan(reloaded - 5 * 60 - SLACK);
});

test('when time is over the exam is handed in by itself, with the answers given', async ({ exam }) => {
  await exam.open();
  await exam.sit(PLAN);
  await exam.answerRight();
  await exam.next();
  await exam.page.clock.fastForward('19:30');
  await expect(exam.result).toBeHidden();
  await exam.page.clock.fastForward('00:31');
  await expect(exam.result).toBeVisible();
  await expect(exam.score).toHaveText(/^10\s*\/ 30分$/);
  await expect(exam.it('standing')).toContainText('时间到，自动交卷');
  await expect(exam.it('standing')).toContainText('2题没答');
});

test('time that runs out on the answer sheet or in a dialog hands in too', async ({ exam }) => {
  await exam.open();
  await exam.sit(PLAN);
  await exam.openSheet();
  await exam.press('hand-in');
  await exam.page.clock.fastForward('20:01');
  await expect(exam.result).toBeVisible();
  await expect(exam.it('hand-in-dialog')).toBeHidden();
});

test('time that runs out while the app is closed hands in, as of the end of the time', async ({ exam }) => {
  await exam.open();
  await exam.sit(PLAN);
  await exam.answerRight();
  await exam.page.goto('about:blank');
  await exam.page.clock.fastForward('45:00');
  await exam.open('/compete');
  await expect(exam.running).toBeHidden();
  await exam.it('past-exam').click();
  await expect(exam.score).toHaveText(/^10\s*\/ 30分$/);
  await expect(exam.it('standing')).toContainText('时间到，自动交卷');
  await expect(exam.it('standing'), 'the time of the exam and not of its discovery').toContainText('用时20分');
});

test('time that runs out on another page hands in, and the offer goes', async ({ exam }) => {
  await exam.open('/compete');
  await exam.sit(PLAN);
  await exam.answerRight();
  await exam.press('exit');
  await exam.press('leave');
  await expect(exam.running).toBeVisible();
  await exam.page.clock.fastForward('21:00');
  await expect(exam.running).toBeHidden();
  await expect(exam.it('past-exam')).toContainText('10 / 30分');
});

test('the offer of a running exam says the time that is left now', async ({ exam }) => {
  await exam.open('/compete');
  await exam.sit(PLAN);
  await exam.press('exit');
  await exam.press('leave');
  await expect(exam.running).toContainText(/还剩(20|19)分/);
  await exam.page.clock.fastForward('10:00');
  await exam.press('tab-learn');
  await expect(exam.running).toContainText(/还剩(10|9)分/);
});

test('a clock set back during an exam gains nothing and is told', async ({ exam }) => {
  await exam.open();
  await exam.sit(PLAN);
  await exam.page.clock.fastForward('10:00');
  const before = await exam.left();
  await exam.page.clock.setSystemTime(after(-60));
  await exam.page.clock.runFor(2000);
  expect(await exam.left()).toBeLessThanOrEqual(before);
  await exam.page.clock.fastForward('10:01');
  await expect(exam.result).toBeVisible();
  await expect(exam.it('set-back')).toBeVisible();
  await exam.press('copy-result');
  await expect(exam.it('by-hand').or(exam.it('copy-result')).first()).toBeVisible();
});

test('a clock set back while the app is closed gains nothing beyond the last answer', async ({ exam }) => {
  await exam.open();
  await exam.sit(PLAN);
  await exam.page.clock.fastForward('10:00');
  await exam.answerRight();
  const before = await exam.left();
  await exam.page.goto('about:blank');
  await exam.page.clock.setSystemTime(after(-60));
  await exam.open();
  await exam.press('resume-exam');
  expect(await exam.left()).toBeLessThanOrEqual(before + 1);
  await exam.handIn();
  await expect(exam.it('set-back')).toBeVisible();
});

test('a phone that slept through the end finds the exam handed in', async ({ exam }) => {
  await exam.open();
  await exam.sit(PLAN);
  await exam.answerRight();
  // Asleep: the wall clock jumps, the steady one does not.
  await exam.page.clock.setSystemTime(after(30));
  await exam.page.clock.runFor(1000);
  await expect(exam.result).toBeVisible();
  await expect(exam.score).toHaveText(/^10\s*\/ 30分$/);
});
