import { QuizPage } from './fixtures/quiz_page';
import { blockStorage, fillQuota, flipByte, freeQuota, keptLogs, latestFirst, limitRoom, room } from './fixtures/storage';
import { expect, test } from './fixtures/test';

const BANK = 'zhibu-gongzuo';

/** Answers so many questions and ends with the last one's feedback in view. */
async function answer(quiz: QuizPage, n: number) {
  // Of two tabs only the one in front is drawn.
  await quiz.page.bringToFront();
  await expect(quiz.stem).toBeVisible();
  for (let done = 0; done < n; done += 1) {
    if (await quiz.feedback.isVisible()) await quiz.next();
    await quiz.answerAny();
  }
}

test('with storage blocked the app practises and says that nothing is kept', async ({ quiz }) => {
  await blockStorage(quiz.page);
  await quiz.open();
  await expect(quiz.notKept).toContainText('不让本页存数据');
  await quiz.start();
  await quiz.finish();
  expect(await quiz.nAnswers()).toBe(10);
  await expect(quiz.notKept).toBeVisible();
  await quiz.chooseTheme('dark');
  await quiz.go('/data');
  await expect(quiz.page.getByText('关掉页面记录就没了')).toBeVisible();
});

test('a full store keeps what it had, says what is not kept, and keeps it when room returns', async ({ quiz }) => {
  await limitRoom(quiz.page);
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 3);
  await expect(quiz.notKept).toBeHidden();
  await room(quiz.page, 0);
  await answer(quiz, 2);
  await expect(quiz.notKept).toContainText('存储满了');
  await quiz.press('keep-again');
  await expect(quiz.notKept, 'still full').toBeVisible();
  await room(quiz.page, 100);
  await quiz.press('keep-again');
  await expect(quiz.notKept).toBeHidden();
  await quiz.reload();
  expect(await quiz.nAnswers()).toBe(5);
});

test('the next answer that finds room takes along the ones that found none', async ({ quiz }) => {
  await limitRoom(quiz.page);
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 2);
  await room(quiz.page, 0);
  await answer(quiz, 2);
  await expect(quiz.notKept).toBeVisible();
  await room(quiz.page, 100);
  await answer(quiz, 1);
  await expect(quiz.notKept).toBeHidden();
  await quiz.reload();
  expect(await quiz.nAnswers()).toBe(5);
});

for (const n_writes of [1, 5, 30]) {
  test(`a store that fills up after ${n_writes} writes loses nothing kept before`, async ({ quiz }) => {
    await limitRoom(quiz.page);
    await quiz.open('/open?src=/fixture/singles-50.json');
    await quiz.start();
    await room(quiz.page, n_writes);
    let n_kept = 0;
    while (!(await quiz.notKept.isVisible())) {
      if (await quiz.feedback.isVisible()) await quiz.next();
      else await quiz.answerAny();
      if (await quiz.feedback.isVisible() && !(await quiz.notKept.isVisible())) n_kept = (await quiz.where())[0];
    }
    await quiz.open();
    expect(await quiz.nAnswers()).toBeGreaterThanOrEqual(n_kept);
    expect(n_kept).toBeGreaterThanOrEqual(Math.floor(n_writes / 2));
  });
}

test('the real quota, filled by another site, loses nothing and is told', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 4);
  await fillQuota(quiz.page);
  await answer(quiz, 3);
  await expect(quiz.notKept).toContainText('之前的记录都在');
  await quiz.reload();
  expect(await quiz.nAnswers(), 'what was kept before').toBeGreaterThanOrEqual(4);
  await freeQuota(quiz.page);
  await quiz.go('/practise');
  await quiz.press('continue');
  await answer(quiz, 1);
  await expect(quiz.notKept).toBeHidden();
});

test('an app opened on a full store says at the first answer that it is not kept', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 1);
  await fillQuota(quiz.page);
  await quiz.open();
  await quiz.press('continue');
  await answer(quiz, 1);
  await expect(quiz.notKept).toContainText('存储满了');
  await freeQuota(quiz.page);
  await quiz.press('keep-again');
  await expect(quiz.notKept).toBeHidden();
  await quiz.reload();
  expect(await quiz.nAnswers()).toBe(2);
});

test('a flipped byte in the last text written is noticed, set aside, and the other slot used', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 4);
  const [latest] = await latestFirst(quiz.page);
  await flipByte(quiz.page, latest!);
  const damaged = (await keptLogs(quiz.page))[latest!]!;
  await quiz.open();
  expect(await quiz.nAnswers(), 'all but the last, which only the damaged text held').toBe(4 - 1);
  await quiz.go('/data');
  await expect(quiz.it('set-aside')).toContainText('有1份旧记录读不出来，已原样另存');
  const all = await quiz.page.evaluate(() => Object.values(localStorage) as string[]);
  expect(all, 'it is kept as it was').toContain(damaged);
  expect(await keptLogs(quiz.page)).not.toHaveProperty(latest!);
});

test('a flipped byte in the older slot loses nothing', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 4);
  const [, older] = await latestFirst(quiz.page);
  await flipByte(quiz.page, older!);
  await quiz.open();
  expect(await quiz.nAnswers()).toBe(4);
});

test('a record of a newer version is left where it is and told', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 2);
  const newer = await quiz.page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.startsWith('xueliansai/1/log/'))!;
    const text = localStorage.getItem(key)!.replace('xueliansai-log 1 ', 'xueliansai-log 99 ');
    localStorage.setItem('xueliansai/1/log/ffffffffffffffff/00000/a', text);
    return text;
  });
  await quiz.open();
  expect(await quiz.nAnswers()).toBe(2);
  await quiz.go('/data');
  await expect(quiz.it('newer')).toContainText('有1份记录由更新的版本写成');
  expect((await keptLogs(quiz.page))['xueliansai/1/log/ffffffffffffffff/00000/a']).toBe(newer);
});

test('two tabs that practise at once lose nothing', async ({ quiz, context }) => {
  const other = new QuizPage(await context.newPage());
  await quiz.open();
  await other.open();
  await quiz.practise(BANK, 'random-20');
  await other.practise('jiguan-jiceng-zuzhi', 'random-20');
  for (let n = 0; n < 6; n += 1) {
    await answer(quiz, 2);
    await answer(other, 2);
  }
  await quiz.reload();
  await other.reload();
  expect(await quiz.nAnswers()).toBe(24);
  expect(await other.nAnswers()).toBe(24);
});

test('one practice open in two tabs keeps the answers of both', async ({ quiz, context }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, 1);
  const other = new QuizPage(await context.newPage());
  await other.open();
  await other.press('continue');
  await answer(other, 2);
  await answer(quiz, 4);
  await quiz.open();
  expect(await quiz.nAnswers(), 'the second and third question, answered twice, count once').toBe(5);
});

test('settings that cannot be kept hold until the page is closed', async ({ quiz }) => {
  await blockStorage(quiz.page);
  await quiz.open();
  await quiz.chooseSize('elder');
  await quiz.go('/practise');
  await expect(quiz.page.locator('html')).toHaveAttribute('data-size', 'elder');
});
