import { fakeClock } from './fixtures/clock';
import { expect, test } from './fixtures/test';

const BANK = 'zhibu-gongzuo';

test('size, theme and auto-next survive a reload', async ({ quiz }) => {
  await quiz.open();
  await quiz.chooseSize('elder');
  await quiz.chooseTheme('dark');
  await quiz.setSwitch('auto-next', true);
  await quiz.setSwitch('less-motion', true);
  await quiz.open('/settings');
  await expect(quiz.it('size-elder')).toBeChecked();
  await expect(quiz.it('theme-dark')).toBeChecked();
  await expect(quiz.it('auto-next')).toBeChecked();
  await expect(quiz.it('less-motion')).toBeChecked();
  await expect(quiz.it('tap-answers')).toBeChecked();
  const root = quiz.page.locator('html');
  await expect(root).toHaveCSS('font-size', '26px');
  await expect(root).toHaveCSS('color-scheme', 'dark');
});

test('size and theme hold before the app itself has arrived', async ({ quiz }) => {
  await quiz.open();
  await quiz.chooseSize('elder');
  await quiz.chooseTheme('dark');
  await quiz.page.route(/\.wasm$/, () => undefined);
  await quiz.page.goto('about:blank');
  await quiz.page.goto('/');
  await expect(quiz.page.getByText('正在打开')).toBeVisible();
  await expect(quiz.page.locator('html')).toHaveCSS('font-size', '26px');
  await expect(quiz.page.locator('html')).toHaveCSS('color-scheme', 'dark');
});

test('the theme of the system is followed until another is chosen', async ({ quiz }) => {
  await quiz.page.emulateMedia({ colorScheme: 'dark' });
  await quiz.open();
  const root = quiz.page.locator('html');
  await expect(root).toHaveCSS('color-scheme', 'dark');
  await quiz.page.emulateMedia({ colorScheme: 'light' });
  await expect(root).toHaveCSS('color-scheme', 'light');
  await quiz.page.emulateMedia({ colorScheme: 'dark' });
  await quiz.chooseTheme('light');
  await expect(root).toHaveCSS('color-scheme', 'light');
});

test('the first run offers the size once', async ({ quiz }) => {
  await quiz.open();
  await expect(quiz.it('welcome')).toBeVisible();
  await quiz.it('welcome-elder').check();
  await expect(quiz.page.locator('html')).toHaveCSS('font-size', '26px');
  await quiz.press('welcome-done');
  await expect(quiz.it('welcome')).toBeHidden();
  await quiz.reload();
  await expect(quiz.it('welcome')).toBeHidden();
  await expect(quiz.page.locator('html')).toHaveCSS('font-size', '26px');
});

test('auto-next is off at first: a right answer stays until it is left', async ({ quiz }) => {
  await fakeClock(quiz.page, new Date('2026-11-22T09:00:00+08:00'));
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerRight();
  await quiz.page.clock.runFor(10_000);
  expect((await quiz.where())[0]).toBe(1);
  await expect(quiz.feedback).toBeVisible();
});

test('auto-next goes on after a right answer and stays after a wrong one', async ({ quiz }) => {
  await fakeClock(quiz.page, new Date('2026-11-22T09:00:00+08:00'));
  await quiz.open();
  await quiz.setSwitch('auto-next', true);
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerRight();
  await quiz.page.clock.runFor(2000);
  await expect(quiz.position).toContainText('2 /');
  await quiz.answerWrong();
  await quiz.page.clock.runFor(10_000);
  expect((await quiz.where())[0]).toBe(2);
});

test('auto-next leads to the result after the last question', async ({ quiz }) => {
  await fakeClock(quiz.page, new Date('2026-11-22T09:00:00+08:00'));
  await quiz.open();
  await quiz.setSwitch('auto-next', true);
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerWrong();
  await quiz.leavePractice();
  await quiz.press('wrong-book');
  await quiz.start();
  await quiz.answerRight();
  await quiz.page.clock.runFor(2000);
  await expect(quiz.result).toBeVisible();
});

test('less motion is kept on the page, whatever the system says', async ({ quiz }) => {
  await quiz.page.emulateMedia({ reducedMotion: 'no-preference' });
  await quiz.open();
  await quiz.setSwitch('less-motion', true);
  await quiz.practiseKind(BANK, '单选');
  const moving = () => quiz.page.evaluate(() =>
    [...document.querySelectorAll('*')].filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0).length);
  expect(await moving()).toBe(0);
  await quiz.leavePractice();
  await quiz.setSwitch('less-motion', false);
  await quiz.practiseKind(BANK, '单选');
  expect(await moving(), 'and the figure is not always nought').toBeGreaterThan(0);
});
