import { expect, test } from './fixtures/test';

const SMALL = { counts: { single: 4, judge: 2 }, points: { single: 5, judge: 10 }, minutes: 20, pass: 60 };

test('the blueprint is edited, and the paper follows it', async ({ exam }) => {
  await exam.open();
  await exam.plan({ counts: { single: 3, multiple: 2, judge: 1, blank: 1, order: 1 }, points: { single: 10, multiple: 20, judge: 5, blank: 5, order: 20 }, minutes: 25, pass: 70 });
  await expect(exam.it('plan-summary')).toHaveText('共8题，满分100分，合格线70分，25分钟');
  await exam.start();
  expect((await exam.where())[1]).toBe(8);
  const left = await exam.left();
  expect(left).toBeGreaterThan(24 * 60);
  expect(left).toBeLessThanOrEqual(25 * 60);
  const kinds: string[] = [];
  for (let n = 1; n <= 8; n += 1) {
    kinds.push((await exam.question()).kind);
    await exam.next();
  }
  expect(kinds.sort()).toEqual(['blank', 'judge', 'multiple', 'multiple', 'order', 'single', 'single', 'single']);
});

test('an exam asks from the chosen banks only', async ({ exam }) => {
  await exam.open('/compete/new');
  await exam.press('exam-banks-all');
  await exam.page.getByRole('checkbox', { name: /^支部工作条例/ }).check();
  await exam.start();
  await exam.answerAny();
  await exam.handIn();
  await exam.go('/me');
  await expect(exam.it('bank-figures')).toHaveCount(1);
  await expect(exam.it('bank-figures')).toContainText('支部工作条例');
  await expect(exam.it('bank-figures')).toContainText('做过1/');
});

test('banks too small for a paper say what is missing and begin nothing', async ({ exam }) => {
  await exam.open();
  await exam.plan({ counts: { order: 150 } });
  await exam.press('start');
  await expect(exam.it('exam-problem')).toContainText('排序');
  await expect(exam.stem).toBeHidden();
  await exam.go('/compete');
  await expect(exam.it('new-exam')).toBeVisible();
  await expect(exam.running).toBeHidden();
});

test('an exam without banks or questions cannot begin, and a number that is none is told where it was typed', async ({ exam }) => {
  await exam.open();
  await exam.plan({ counts: {} });
  await expect(exam.it('start')).toBeDisabled();
  await expect(exam.it('exam-problem')).toHaveText('请至少出一道题');
  await exam.plan({ counts: { single: 1 }, minutes: 0 });
  await expect(exam.it('minutes-fault')).toHaveText('请填1到300的整数，现在仍按30');
  await expect(exam.it('plan-summary')).toContainText('30分钟');
  await expect(exam.it('start'), 'nobody sits by a number that is not the one she reads').toBeDisabled();
  await expect(exam.it('exam-problem')).toContainText('请先改正标出的地方');
  await exam.it('preset-小测').check();
  await expect(exam.it('minutes')).toHaveValue('15');
  await expect(exam.it('minutes-fault')).toBeHidden();
  await expect(exam.it('start')).toBeEnabled();
  await exam.plan({ counts: { single: 1 }, minutes: 5 });
  await exam.press('exam-banks-all');
  await expect(exam.it('exam-bank').first()).not.toBeChecked();
  await expect(exam.it('exam-problem')).toHaveText('请至少选一个题库');
});

test('during an exam nothing is judged and an answer may be changed or taken back', async ({ exam }) => {
  await exam.open();
  await exam.sit({ counts: { single: 1, multiple: 1 }, minutes: 10 });
  await exam.answerWrong();
  await expect(exam.feedback).toBeHidden();
  await exam.answerRight();
  await exam.next();
  await exam.answerRight();
  await expect(exam.feedback).toBeHidden();
  await exam.openSheet();
  await expect(exam.summary).toHaveText('已答2 · 未答0 · 存疑0');
  await exam.jumpTo(2);
  const chosen = exam.page.getByRole('checkbox', { checked: true });
  while (await chosen.count()) await chosen.first().click();
  await exam.openSheet();
  await expect(exam.summary).toHaveText('已答1 · 未答1 · 存疑0');
  await exam.handIn();
  await expect(exam.score).toHaveText(/^2\s*\/ 6分$/);
});

test('the answer sheet shows what is answered and flagged, jumps, and warns of open questions', async ({ exam }) => {
  await exam.open();
  await exam.sit(SMALL);
  await exam.answerAny();
  await exam.next();
  await exam.press('flag');
  await expect(exam.it('flag')).toHaveAttribute('aria-pressed', 'true');
  await exam.next();
  await exam.answerAny();
  const third = await exam.seen();
  await exam.openSheet();
  await expect(exam.summary).toHaveText('已答2 · 未答4 · 存疑1');
  await expect(exam.page.getByRole('button', { name: '第2题，未答，存疑' })).toBeVisible();
  await exam.jumpTo(5);
  await exam.openSheet();
  await exam.jumpTo(3);
  expect(await exam.seen()).toEqual(third);
  await exam.openSheet();
  await exam.press('hand-in');
  await expect(exam.it('hand-in-warning')).toContainText('还有4题没答');
  await exam.press('hand-in-no');
  await expect(exam.it('hand-in-dialog')).toBeHidden();
  await expect(exam.result).toBeHidden();

  await exam.reload();
  await expect(exam.summary, 'flags and answers outlive a reload').toHaveText('已答2 · 未答4 · 存疑1');
  await exam.handIn();
});

test('what is typed into a gap counts without being confirmed', async ({ exam }) => {
  await exam.open();
  await exam.sit({ counts: { blank: 2 }, points: { blank: 10 }, minutes: 10 });
  await exam.answerRight();
  await exam.next();
  await exam.answerRight();
  await exam.gaps.last().blur();
  await exam.reload();
  await exam.handIn();
  await expect(exam.score).toHaveText(/^20\s*\/ 20分$/);
});

test('the result gives points by kind and topic, a review of what went wrong, and a drill of it', async ({ exam, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await exam.open();
  await exam.sit(SMALL);
  const ways = ['rightly', 'wrongly', 'rightly', 'wrongly', 'rightly'] as const;
  const wrong: string[] = [];
  let earned = 0;
  for (const way of ways) {
    const question = await exam.give(way);
    if (way === 'wrongly') wrong.push(question.id);
    else earned += question.kind === 'single' ? 5 : 10;
    await exam.next();
  }
  const open = await exam.question();
  wrong.push(open.id);
  await exam.next();
  await exam.handIn();

  await expect(exam.score).toHaveText(new RegExp(`^${earned}\\s*/ 40分$`));
  await expect(exam.it('standing')).toContainText(earned >= 24 ? '合格（合格线24分）' : '未到合格线（合格线24分）');
  await expect(exam.it('standing')).toContainText('1题没答');
  await expect(exam.result).toContainText('单选');
  await expect(exam.page.getByRole('heading', { name: '按主题' })).toBeVisible();

  await exam.press('copy-result');
  await expect(exam.it('copy-result')).toHaveText('已复制，可以去粘贴');
  const text = await exam.page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(`得分：${earned} / 40分`);
  expect(text).toContain('不能证明由本人独立作答');

  await exam.press('review');
  await expect(exam.it('reviewed')).toHaveCount(3);
  await exam.it('filter-all').check();
  await expect(exam.it('reviewed')).toHaveCount(6);
  await expect(exam.it('reviewed').getByTestId('explain')).toHaveCount(6);
  await exam.it('filter-wrong').check();
  await expect(exam.it('reviewed')).toHaveCount(3);
  await expect(exam.it('reviewed').filter({ hasText: '没有作答' })).toHaveCount(1);
  await exam.press('up');

  await exam.press('drill-wrong');
  const drilled: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    drilled.push((await exam.answerRight()).id);
    await exam.next();
  }
  expect(drilled.sort()).toEqual(wrong.sort());
  await exam.go('/compete');
  await exam.it('past-exam').click();
  await expect(exam.score, 'a drill leaves the exam as it was').toHaveText(new RegExp(`^${earned}\\s*/ 40分$`));
});

test('an exam with no miss is reviewed in full and offers no drill', async ({ exam }) => {
  await exam.open();
  await exam.sit({ counts: { judge: 2 }, minutes: 5 });
  await exam.answerRight();
  await exam.next();
  await exam.answerRight();
  await exam.next();
  await exam.handIn();
  await expect(exam.it('drill-wrong')).toBeHidden();
  await exam.press('review');
  await expect(exam.it('reviewed')).toHaveCount(2);
});

test('the back gesture asks before it leaves, and a running exam is offered on every start', async ({ exam }) => {
  await exam.open('/compete');
  await exam.sit(SMALL);
  await exam.answerAny();
  await exam.next();
  const second = await exam.seen();
  await exam.page.goBack();
  await expect(exam.leaveDialog).toBeVisible();
  await exam.press('stay');
  await expect(exam.leaveDialog).toBeHidden();
  expect(await exam.seen()).toEqual(second);

  await exam.page.goBack();
  await expect(exam.leaveDialog, 'it asks every time').toBeVisible();
  await exam.press('leave');
  await expect(exam.it('tab-compete')).toBeVisible();
  await expect(exam.running).toContainText('正在计时');

  await exam.open();
  await expect(exam.running).toContainText('正在计时');
  await exam.press('resume-exam');
  expect(await exam.seen()).toEqual(second);
  await expect(exam.running, 'not offered to who is in it').toBeHidden();
  await exam.handIn();
  await exam.open();
  await expect(exam.running).toBeHidden();
});

test('the link out of an exam asks too, and Escape stays', async ({ exam }) => {
  await exam.open('/compete');
  await exam.sit(SMALL);
  await exam.press('exit');
  await expect(exam.leaveDialog).toBeVisible();
  await exam.page.keyboard.press('Escape');
  await expect(exam.leaveDialog).toBeHidden();
  await expect(exam.stem).toBeVisible();
  await exam.press('exit');
  await expect(exam.leaveDialog).toBeVisible();
  await exam.press('stay');
});

test('exams sat before are listed with their score, the latest first', async ({ exam }) => {
  await exam.open();
  for (const way of ['rightly', 'wrongly'] as const) {
    await exam.sit({ counts: { judge: 1 }, points: { judge: 10 }, minutes: 5 });
    await exam.give(way);
    await exam.next();
    await exam.handIn();
  }
  await exam.open('/compete');
  await expect(exam.it('past-exam')).toHaveCount(2);
  await expect(exam.it('past-exam').nth(0)).toContainText('0 / 10分');
  await expect(exam.it('past-exam').nth(1)).toContainText('10 / 10分');
});

test('without a clipboard the result is shown to be copied by hand', async ({ exam }) => {
  await exam.page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }));
  await exam.open();
  await exam.sit({ counts: { judge: 1 }, minutes: 5 });
  await exam.handIn();
  await exam.press('copy-result');
  await expect(exam.it('by-hand')).toHaveValue(/【学练赛】模拟考试/);
});
