import { expect, test } from './fixtures/test';

const BANK = 'zhibu-gongzuo';

test('a starred question is listed, drilled, and kept over a reload', async ({ quiz }) => {
  await quiz.open('/starred');
  await expect(quiz.it('empty')).toBeVisible();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerAny();
  await quiz.next();
  const starred = await quiz.seen();
  await quiz.press('star');
  await expect(quiz.it('star')).toHaveAttribute('aria-pressed', 'true');
  await quiz.reload();
  await expect(quiz.it('star')).toHaveAttribute('aria-pressed', 'true');
  await quiz.leavePractice();
  await expect(quiz.it('starred')).toContainText('1题');
  await quiz.press('starred');
  await quiz.start();
  expect((await quiz.seen()).stem).toBe(starred.stem);
  await quiz.press('star');
  await quiz.leavePractice();
  await expect(quiz.it('starred')).toContainText('还没有');
});

test('a report with its note is listed, copied as one text, and can be taken back', async ({ quiz, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await quiz.open('/reports');
  await expect(quiz.it('empty')).toBeVisible();
  await quiz.practiseKind(BANK, '单选');
  const first = await quiz.answerWrong();
  await quiz.press('report');
  await quiz.it('report-note').fill('答案与现行规定不符\n依据是第十一条');
  await quiz.press('report-save');
  await expect(quiz.it('report-dialog')).toBeHidden();
  await quiz.next();
  const second = await quiz.answerWrong();
  await quiz.press('report');
  await quiz.press('report-save');
  await quiz.open('/me');
  await expect(quiz.it('me-reports')).toContainText('2条');
  await quiz.press('me-reports');
  await expect(quiz.it('report-row')).toHaveCount(2);
  await expect(quiz.it('report-row').filter({ hasText: first.stem })).toContainText('答案与现行规定不符');
  await quiz.press('copy-reports');
  await expect(quiz.it('copy-reports')).toHaveText('已复制，可以去粘贴');
  const text = await quiz.page.evaluate(() => navigator.clipboard.readText());
  for (const part of [first.id, first.stem, '依据是第十一条', second.id, second.stem, '支部工作条例']) expect(text).toContain(part);

  await quiz.it('report-row').filter({ hasText: second.stem }).getByTestId('withdraw').click();
  await expect(quiz.it('report-row')).toHaveCount(1);
  await quiz.reload();
  await expect(quiz.it('report-row')).toHaveCount(1);
});

test('a report is dropped without a trace by Escape', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind(BANK, '单选');
  await quiz.answerAny();
  await quiz.press('report');
  await quiz.it('report-note').fill('没想好');
  await quiz.page.keyboard.press('Escape');
  await expect(quiz.it('report-dialog')).toBeHidden();
  await quiz.go('/reports');
  await expect(quiz.it('empty')).toBeVisible();
});

test('a question of a bank by link is starred, reported and drilled by its stem like any other', async ({ quiz }) => {
  await quiz.open('/open?src=/fixture/singles-50.json');
  await quiz.start();
  const { stem } = await quiz.question();
  await quiz.answerWrong();
  await quiz.press('star');
  await quiz.press('report');
  await quiz.press('report-save');
  await quiz.open('/starred');
  await quiz.start();
  await expect(quiz.stem).toHaveText(stem);
  await quiz.go('/wrong');
  await quiz.start();
  await expect(quiz.stem).toHaveText(stem);
  await quiz.open('/reports');
  await expect(quiz.it('report-row')).toContainText(stem);
});
