import type { Page } from '@playwright/test';
import type { QuizPage } from './fixtures/quiz_page';
import { expect, test } from './fixtures/test';

/** Goes on with Tab until an element has the focus. */
async function tabTo(page: Page, testid: string) {
  const target = page.getByTestId(testid).first();
  for (let n = 0; n < 60; n += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reaches ${testid}`);
}

/** Answers what comes with digits, letters and Enter alone. */
async function answerByKeys(quiz: QuizPage) {
  const { keyboard } = quiz.page;
  const question = await quiz.question();
  // The focus comes to a new question a frame after it is drawn, and would take back a Tab pressed before.
  await expect(quiz.stem).toBeFocused();
  if (question.kind === 'blank') {
    for (const [idx, accepted] of (question.answer as string[][]).entries()) {
      await keyboard.press('Tab');
      await expect(quiz.gaps.nth(idx)).toBeFocused();
      await keyboard.insertText(accepted[0]!);
    }
    await keyboard.press('Enter');
    return;
  }
  if (question.kind === 'order') {
    for (let n = 1; n <= question.items!.length; n += 1) await keyboard.press(String(n));
    await keyboard.press('Enter');
    return;
  }
  if (question.kind === 'multiple') {
    await keyboard.press('1');
    await keyboard.press('b');
    await expect(quiz.option(1)).toHaveAttribute('aria-checked', 'true');
    await expect(quiz.option(2)).toHaveAttribute('aria-checked', 'true');
    await keyboard.press('Enter');
    return;
  }
  await keyboard.press('B');
}

test('a practice of all kinds is begun, answered and finished with the keyboard alone', async ({ quiz }) => {
  const { keyboard } = quiz.page;
  await quiz.open('/open?src=/fixture/mixed-10.json');
  await expect(quiz.it('start')).toBeVisible();
  await tabTo(quiz.page, 'start');
  await keyboard.press('Enter');
  await expect(quiz.stem).toBeVisible();
  const kinds = new Set<string>();
  for (let n = 1; n <= 10; n += 1) {
    await expect(quiz.position).toContainText(`${n} / 10`);
    kinds.add((await quiz.question()).kind);
    await answerByKeys(quiz);
    await expect(quiz.feedback).toBeVisible();
    await keyboard.press('Enter');
  }
  await expect(quiz.result).toBeVisible();
  expect([...kinds].sort()).toEqual(['blank', 'judge', 'multiple', 'order', 'single']);
});

// Used to end in the panic screen: a field that is taken away with the focus in it still reports its change.
test('Enter in a gap confirms, and Enter again goes on', async ({ quiz }) => {
  const { keyboard } = quiz.page;
  await quiz.open();
  await quiz.practise('zhibu-gongzuo', 'in-order');
  // The next question has no field to take this one's place.
  expect((await quiz.question()).kind).toBe('blank');
  await quiz.gaps.first().focus();
  await keyboard.insertText('连');
  await keyboard.press('Enter');
  await expect(quiz.feedback).toBeVisible();
  await keyboard.press('Enter');
  await expect(quiz.position).toContainText('2 /');
  expect((await quiz.question()).kind).not.toBe('blank');
});

test('arrows move between options and between questions', async ({ quiz }) => {
  const { keyboard } = quiz.page;
  await quiz.open();
  await quiz.setSwitch('tap-answers', false);
  await quiz.practiseKind('zhibu-gongzuo', '单选');
  await keyboard.press('ArrowDown');
  await expect(quiz.option(1)).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await expect(quiz.option(3)).toBeFocused();
  await keyboard.press('ArrowUp');
  await expect(quiz.option(2)).toBeFocused();
  await keyboard.press('Enter');
  await expect(quiz.option(2)).toHaveAttribute('aria-checked', 'true');
  await keyboard.press('Enter');
  await expect(quiz.feedback).toBeVisible();
  await keyboard.press('ArrowRight');
  await expect(quiz.position).toContainText('2 /');
  await keyboard.press('ArrowLeft');
  await expect(quiz.position).toContainText('1 /');
  await expect(quiz.feedback).toBeVisible();
});

test('a key for an option that is not there changes nothing', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind('zhibu-gongzuo', '判断');
  for (const key of ['9', 'j', '0', 'z']) await quiz.page.keyboard.press(key);
  await expect(quiz.feedback).toBeHidden();
  await expect(quiz.page.getByRole('radio', { checked: true })).toHaveCount(0);
});

test('digits and letters typed into a gap are text and choose nothing', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind('zhibu-gongzuo', '填空');
  await quiz.gaps.first().focus();
  await quiz.page.keyboard.type('1a2b');
  await expect(quiz.gaps.first()).toHaveValue('1a2b');
  await expect(quiz.feedback).toBeHidden();
});

test('an exam is sat, flagged and handed in with the keyboard alone', async ({ exam }) => {
  const { keyboard } = exam.page;
  await exam.open();
  await exam.plan({ counts: { single: 2, judge: 1 }, minutes: 10 });
  await tabTo(exam.page, 'start');
  await keyboard.press('Enter');
  for (let n = 1; n <= 3; n += 1) {
    await expect(exam.position).toContainText(`${n} / 3`);
    await keyboard.press('1');
    await expect(exam.option(1)).toHaveAttribute('aria-checked', 'true');
    if (n === 3) {
      await tabTo(exam.page, 'flag');
      await keyboard.press('Enter');
      await expect(exam.it('flag')).toHaveAttribute('aria-pressed', 'true');
      await tabTo(exam.page, 'next');
    }
    await keyboard.press('Enter');
  }
  await expect(exam.summary).toHaveText('已答3 · 未答0 · 存疑1');
  await tabTo(exam.page, 'hand-in');
  await keyboard.press('Enter');
  await expect(exam.it('hand-in-dialog')).toBeVisible();
  await tabTo(exam.page, 'hand-in-yes');
  await keyboard.press('Enter');
  await expect(exam.result).toBeVisible();
});

test('the tabs are reached and followed with the keyboard, and the focus moves to the new page', async ({ quiz }) => {
  await quiz.open();
  for (const [tab, heading] of [['tab-learn', '学'], ['tab-compete', '赛'], ['tab-me', '我'], ['tab-practise', '练']] as const) {
    await tabTo(quiz.page, tab);
    await quiz.page.keyboard.press('Enter');
    await expect(quiz.page.getByRole('heading', { name: heading, exact: true, level: 1 })).toBeFocused();
    await expect(quiz.page).toHaveTitle(new RegExp(heading));
  }
});
