import { BANKS } from './fixtures/keys';
import type { QuizPage } from './fixtures/quiz_page';
import { expect, test } from './fixtures/test';

/** One wrong answer in each of two banks, and a star. */
async function practiseTwoBanks(quiz: QuizPage) {
  for (const bank of ['zhibu-gongzuo', 'jiguan-jiceng-zuzhi']) {
    await quiz.practiseKind(bank, '判断');
    await quiz.answerWrong();
    await quiz.press('star');
    await quiz.leavePractice();
  }
}

test('figures per bank, topic, kind and level follow the answers', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind('zhibu-gongzuo', '判断');
  for (let n = 0; n < 6; n += 1) {
    await quiz.give(n < 4 ? 'rightly' : 'wrongly');
    await quiz.next();
  }
  await quiz.open('/me');
  const mine = quiz.it('bank-figures').filter({ hasText: '做过6/' });
  await expect(mine).toContainText('支部工作条例');
  await expect(mine).toContainText('正确率66%');
  await expect(mine).toContainText('近30天答6题次，对4题次，正确率66%');
  await mine.getByTestId('by-topic').click();
  await expect(mine.getByRole('heading', { name: '按题型' })).toBeVisible();
  await expect(mine).toContainText('判断');
  await expect(mine).toContainText('正确率数据不足');
  await expect(quiz.it('bank-figures'), 'what was never tried takes no room').toHaveCount(1);
  await expect(quiz.it('untried')).toContainText(`还没练过的题库${BANKS.size - 1}个`);
  await expect(quiz.it('untried')).not.toContainText('支部工作条例');
});

test('resetting one bank asks first and leaves the others alone', async ({ quiz }) => {
  await quiz.open();
  await practiseTwoBanks(quiz);
  await quiz.go('/data');
  await quiz.it('clear-bank').filter({ hasText: '支部工作条例' }).click();
  await quiz.press('clear-no');
  expect(await quiz.nAnswers(), 'not without a yes').toBe(2);
  await quiz.go('/data');
  await quiz.it('clear-bank').filter({ hasText: '支部工作条例' }).click();
  await expect(quiz.it('clear-dialog')).toContainText('支部工作条例');
  await quiz.press('clear-yes');
  await expect(quiz.it('clear-dialog')).toBeHidden();
  for (const opened of ['at once', 'after a reload']) {
    expect(await quiz.nAnswers(), opened).toBe(1);
    await expect(quiz.it('bank-figures').filter({ hasText: '做过1/' }), opened).toHaveCount(1);
    await quiz.go('/practise');
    await expect(quiz.it('wrong-book'), opened).toContainText('1题');
    await expect(quiz.it('starred'), opened).toContainText('2题');
    await expect(quiz.it('open-practice'), opened).toHaveCount(1);
    await quiz.open();
  }
});

test('resetting all figures keeps stars and reports', async ({ quiz }) => {
  await quiz.open();
  await practiseTwoBanks(quiz);
  await quiz.go('/data');
  await quiz.press('clear-all');
  await quiz.press('clear-yes');
  await expect(quiz.it('clear-dialog')).toBeHidden();
  await quiz.open();
  expect(await quiz.nAnswers()).toBe(0);
  await quiz.go('/practise');
  await expect(quiz.it('wrong-book')).toContainText('还没有');
  await expect(quiz.it('starred')).toContainText('2题');
  await expect(quiz.it('open-practice')).toHaveCount(0);
});

test('deleting everything leaves nothing of the app, and nothing else untouched', async ({ quiz }) => {
  await quiz.open();
  await practiseTwoBanks(quiz);
  await quiz.chooseTheme('dark');
  await quiz.page.evaluate(() => localStorage.setItem('another-app', 'keeps this'));
  await quiz.go('/data');
  await quiz.press('erase');
  await expect(quiz.it('clear-dialog')).toContainText('找不回来');
  await quiz.press('clear-yes');
  await expect(quiz.it('welcome')).toBeVisible();
  expect(await quiz.nAnswers()).toBe(0);
  const left = await quiz.page.evaluate(() => Object.keys(localStorage));
  expect(left.filter((key) => /\/(log|aside|links)/.test(key))).toEqual([]);
  expect(left).toContain('another-app');
  await expect(quiz.page.locator('html')).not.toHaveAttribute('data-theme', 'dark');
});

test('a practice started after a reset counts anew', async ({ quiz }) => {
  await quiz.open();
  await practiseTwoBanks(quiz);
  await quiz.go('/data');
  await quiz.press('clear-all');
  await quiz.press('clear-yes');
  await quiz.practiseKind('zhibu-gongzuo', '判断');
  await quiz.answerRight();
  expect(await quiz.nAnswers()).toBe(1);
});

test('the data page says how much is kept', async ({ quiz }) => {
  await quiz.open('/data');
  await expect(quiz.it('used')).toHaveText(/本机记录0条/);
  await quiz.practiseKind('zhibu-gongzuo', '判断');
  await quiz.answerAny();
  await quiz.go('/data');
  await expect(quiz.it('used')).toHaveText(/本机记录2条/);
});
