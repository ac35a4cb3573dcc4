import { fakeClock } from './fixtures/clock';
import { bankOf } from './fixtures/keys';
import { expect, test } from './fixtures/test';

const BANK = 'zhibu-gongzuo';

test('ten questions are practised to the result, with a reload in the middle', async ({ quiz }) => {
  await quiz.open();
  await quiz.start();
  expect(await quiz.where()).toEqual([1, 10]);
  const verdicts: boolean[] = [];
  const seen = [];
  for (let n = 1; n <= 5; n += 1) {
    seen.push(await quiz.seen());
    await quiz.answerAny();
    verdicts.push(await quiz.isRight());
    if (n < 5) await quiz.next();
  }

  await quiz.reload();
  expect(await quiz.where(), 'the same question').toEqual([5, 10]);
  expect(await quiz.seen(), 'in the same option order').toEqual(seen[4]);
  expect(await quiz.isRight(), 'its verdict still shown').toBe(verdicts[4]);
  await quiz.next();
  const sixth = await quiz.seen();
  await quiz.reload();
  expect(await quiz.seen(), 'a question not yet answered comes back as it was').toEqual(sixth);
  await expect(quiz.feedback).toBeHidden();

  for (let n = 5; n >= 1; n -= 1) {
    await quiz.page.keyboard.press('ArrowLeft');
    await expect(quiz.position).toContainText(`${n} / 10`);
    expect(await quiz.seen(), `question ${n}`).toEqual(seen[n - 1]);
    expect(await quiz.isRight(), `verdict ${n}`).toBe(verdicts[n - 1]);
  }
  for (let n = 1; n <= 5; n += 1) await quiz.next();
  const n_right = verdicts.filter(Boolean).length + (await quiz.finish());
  await expect(quiz.it('score')).toHaveText(new RegExp(`^${n_right}\\s*/ 10题答对$`));
  expect(await quiz.nAnswers()).toBe(10);
});

test('an answer shows verdict, explanation and the source with its edition', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  const question = await quiz.answerWrong();
  expect(await quiz.isRight()).toBe(false);
  await expect(quiz.it('explain')).toHaveText(question.explain ?? '');
  await expect(quiz.it('cite')).toContainText('中国共产党支部工作条例（试行）');
  await expect(quiz.it('cite')).toContainText(/核对至\d{4}-\d\d-\d\d/);
});

for (const size of ['standard', 'elder'] as const) {
  test(`in the ${size} size the verdict comes into view above the button that goes on`, async ({ quiz }) => {
    await quiz.open();
    await quiz.chooseSize(size);
    await quiz.practiseKind(BANK, '多选');
    for (let n = 0; n < 3; n += 1) {
      await quiz.answerWrong();
      // Where its end does not fit its beginning does.
      await expect(async () => {
        const [head, foot] = await Promise.all([quiz.feedback.locator('p').first().boundingBox(), quiz.it('next').boundingBox()]);
        expect(head!.y).toBeGreaterThan(0);
        expect(head!.y + head!.height).toBeLessThan(foot!.y);
      }).toPass({ timeout: 5_000 });
      await quiz.next();
    }
  });
}

for (const [kind, label] of [['single', '单选'], ['multiple', '多选'], ['judge', '判断'], ['blank', '填空'], ['order', '排序']] as const) {
  test(`a question of the kind ${kind} is judged right for its key and wrong for anything else`, async ({ quiz }) => {
    await quiz.open();
    await quiz.practiseKind(BANK, label);
    expect((await quiz.question()).kind).toBe(kind);
    await quiz.answerRight();
    expect(await quiz.isRight()).toBe(true);
    await quiz.next();
    await quiz.answerWrong();
    expect(await quiz.isRight()).toBe(false);
  });
}

test('several practices stay open side by side and each goes on where it was left', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await quiz.answerAny();
  await quiz.next();
  await quiz.answerAny();
  const first = await quiz.seen();
  await quiz.leavePractice();
  await quiz.practise('jiguan-jiceng-zuzhi', 'random-20');
  await quiz.answerAny();
  const second = await quiz.seen();
  await quiz.leavePractice();

  await quiz.open();
  await expect(quiz.it('open-practice')).toHaveCount(2);
  await expect(quiz.it('open-practice').filter({ hasText: '按顺序' })).toContainText(`已答2题，共${bankOf(BANK).questions.length}题`);
  await quiz.it('open-practice').filter({ hasText: '按顺序' }).getByTestId('continue').click();
  expect(await quiz.seen()).toEqual(first);
  await quiz.leavePractice();
  await quiz.it('open-practice').filter({ hasText: '随机20题' }).getByTestId('continue').click();
  expect(await quiz.seen()).toEqual(second);
});

test('learning by heart shows the key, scores nothing and keeps a position of its own', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'recite');
  await expect(quiz.feedback).toContainText('记住这一条');
  await quiz.next();
  await quiz.next();
  expect((await quiz.where())[0]).toBe(3);
  await quiz.leavePractice();
  await quiz.practise(BANK, 'in-order');
  expect((await quiz.where())[0], 'practice begins at its own place').toBe(1);
  await quiz.answerAny();

  await quiz.open();
  await quiz.practise(BANK, 'recite');
  expect((await quiz.where())[0], 'learning by heart goes on at its own place').toBe(3);
  expect(await quiz.nAnswers(), 'only the practice counts').toBe(1);
});

// Used to lead through every answered question again once the one passed over had its answer.
test('a question passed over comes back before the end, and after it the result', async ({ quiz }) => {
  await quiz.open('/open?src=/fixture/singles-5.json');
  await quiz.start();
  await quiz.press('skip');
  await expect(quiz.position).toContainText('2 / 5');
  for (let n = 2; n <= 5; n += 1) {
    await quiz.answerAny();
    await quiz.next();
  }
  await expect(quiz.position).toContainText('1 / 5');
  await quiz.answerAny();
  await quiz.next();
  await expect(quiz.it('score')).toHaveText(/\/ 5题答对/);
});

test('with one-tap answers switched off nothing is judged before it is confirmed', async ({ quiz }) => {
  await quiz.open();
  await quiz.setSwitch('tap-answers', false);
  await quiz.practiseKind(BANK, '单选');
  await quiz.option(1).click();
  await quiz.option(2).click();
  await expect(quiz.feedback).toBeHidden();
  await expect(quiz.option(2)).toHaveAttribute('aria-checked', 'true');
  await quiz.press('submit');
  await expect(quiz.feedback).toBeVisible();
});

test('somebody who types fast and goes on at once is not thrown out', async ({ quiz }) => {
  const morning = new Date('2026-11-22T09:00:00+08:00');
  await fakeClock(quiz.page, morning);
  await quiz.open();
  await quiz.practiseKind(BANK, '填空');
  await quiz.page.clock.pauseAt(new Date(morning.getTime() + 60_000));
  await quiz.answerRight();
  await quiz.next();
  await quiz.page.clock.runFor(2000);
  await expect(quiz.it('panic')).toBeHidden();
  await quiz.answerRight();
  await quiz.leavePractice();
  await quiz.page.clock.runFor(2000);
  await expect(quiz.it('panic')).toBeHidden();
  await expect(quiz.it('open-practice')).toBeVisible();
});

test('a judged answer is final', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerWrong();
  const chosen = quiz.options.and(quiz.page.getByRole('radio', { checked: true }));
  const before = await chosen.innerText();
  for (const option of await quiz.options.all()) await option.click({ force: true });
  await expect(chosen).toHaveText(before, { useInnerText: true });
  expect(await quiz.isRight()).toBe(false);
  expect(await quiz.nAnswers()).toBe(1);
});

test('topic, kind and level each narrow a practice to their own questions', async ({ quiz }) => {
  const { questions } = bankOf(BANK);
  await quiz.open(`/practise/${BANK}`);
  for (const [testid, of] of [['by-kind', questions.length], ['by-topic', questions.length], ['by-level', questions.length]] as const) {
    await expect(quiz.it(testid).first()).toBeVisible();
    const texts = await quiz.it(testid).allInnerTexts();
    const counts = texts.map((text) => Number(text.match(/(\d+)题/)?.[1]));
    expect(counts.reduce((sum, n) => sum + n, 0), testid).toBe(of);
  }
  await quiz.it('by-kind').filter({ hasText: '判断' }).click();
  expect((await quiz.where())[1]).toBe(questions.filter((question) => question.kind === 'judge').length);
});
