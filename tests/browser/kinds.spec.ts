import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { write } from './fixtures/bank_bytes.mjs';
import { FIXTURES } from './fixtures/banks.mjs';
import { DIST } from './fixtures/dist';
import type { ExamPage } from './fixtures/exam_page';
import type { Bank, Question } from './fixtures/keys';
import { faults } from './fixtures/layout';
import type { QuizPage } from './fixtures/quiz_page';
import { expect, test as base, type Server } from './fixtures/test';
import { serve } from './server.mjs';

const TITLE = '样例新题型';
const DIGEST = '0123456789';

/** The app as if the bank of 配对题 and 情景题 were one of its own: exams are drawn from those alone. */
const test = base.extend<object, { server: Server }>({
  server: [async ({}, use) => {
    const server = await serve(DIST);
    const page = readFileSync(join(DIST, 'index.html'), 'utf8').replace(/(id="catalog">)([^<]*)/, (_, tag: string, text: string) => {
      const entry = ['kinds', TITLE, DIGEST, DIGEST, '0'.repeat(64), '2026-10-01', 1, 1, 0, 0, 0, 0, 1, 2];
      return `${tag}${text.trim()}\n${entry.join('\t')}`;
    });
    server.route('/', () => ({ headers: { 'content-type': 'text/html;charset=utf-8' }, body: page }));
    for (const file of ['kinds', 'kinds.cards']) {
      server.route(`/banks/${file}.${DIGEST}.bank`, () => ({ body: write(JSON.parse(FIXTURES['/fixture/kinds.json']())) }));
    }
    await use(server);
    await server.close();
  }, { scope: 'worker' }],
});

const questions = (JSON.parse(FIXTURES['/fixture/kinds.json']()) as Bank).questions;

function questionOf(id: string): Question {
  const question = questions.find((question) => question.id === id);
  if (!question) throw new Error(`the bank has no ${id}`);
  return question;
}

const MATCH = questionOf('match');
const SCENARIO = questionOf('scenario');
const rightOf = (left: number) => MATCH.pairs![left]![1];

/** Three pairs rightly and the last one wrongly. */
async function chooseThreeOfFour(quiz: QuizPage) {
  for (const left of [0, 1, 2]) await quiz.pairs.nth(left).selectOption({ label: rightOf(left) });
  await quiz.pairs.nth(3).selectOption({ label: rightOf(0) });
}

/** The parts of the first scenario: right, wrong, right, two pairs of three. */
async function chooseInParts(quiz: QuizPage) {
  const part = (idx: number) => quiz.parts.nth(idx);
  for (const [idx, way] of [[0, 'rightly'], [1, 'wrongly'], [2, 'rightly'], [3, 'rightly']] as const) {
    await expect(quiz.it('submit'), `part ${idx + 1} is open`).toBeDisabled();
    await quiz.choose(SCENARIO.part![idx]!, way, part(idx));
  }
  await part(3).getByTestId('pair').last().selectOption({ label: '批准入党' });
}

async function expectPartMarks(quiz: QuizPage) {
  await expect(quiz.feedback).toContainText('答对一部分，得这题的66%');
  await expect(quiz.it('part-feedback').locator('.verdict__head')).toHaveText([
    '✓ 这一问答对了', '✕ 这一问没答对', '✓ 这一问答对了', '这一问答对一部分，得66%',
  ]);
  await expect(quiz.parts.first()).toContainText('过半数就是十六名');
  await expect(quiz.it('pair-note').last()).toHaveText('✕ 应配：介绍情况');
}

/** Goes on with Tab until something in `where` has the focus. */
async function tabInto(page: Page, where: Locator) {
  for (let n = 0; n < 60; n += 1) {
    await page.keyboard.press('Tab');
    if (await where.evaluate((element) => element.contains(document.activeElement))) return;
  }
  throw new Error('Tab never gets there');
}

test('pairs are chosen from lists, each is marked, and the right one is named', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind('kinds', '配对');
  await expect(quiz.stem.locator('strong')).toHaveText('一般');
  await expect(quiz.stem).not.toContainText('*');
  const rights = [...new Set(MATCH.pairs!.map(([, right]) => right)), ...MATCH.extra!];
  const listed = await quiz.pairs.first().locator('option').allTextContents();
  expect(listed[0]).toBe('请选择');
  expect(listed.slice(1).sort()).toEqual(rights.sort());
  await expect(quiz.it('submit')).toBeDisabled();
  await chooseThreeOfFour(quiz);
  await expect(quiz.it('chosen').first(), 'in full, however long').toHaveText(rightOf(0));
  await quiz.pairs.first().selectOption({ label: '请选择' });
  await expect(quiz.it('submit'), 'a choice can be taken back').toBeDisabled();
  await quiz.pairs.first().selectOption({ label: rightOf(0) });
  await quiz.press('submit');
  await expect(quiz.feedback).toContainText('答对一部分，得这题的75%');
  expect(await quiz.isRight()).toBe(false);
  const notes = ['✓ 配对了', '✓ 配对了', '✓ 配对了', `✕ 应配：${rightOf(3)}`];
  await expect(quiz.it('pair-note')).toHaveText(notes);
  await expect(quiz.pairs, 'nothing can be chosen any more').toHaveCount(0);
  await expect(quiz.page.getByText('已收进错题本')).toBeVisible();
  await quiz.reload();
  await expect(quiz.it('pair-note')).toHaveText(notes);
  await expect(quiz.it('chosen')).toHaveText([0, 1, 2, 0].map(rightOf));
  await quiz.go('/wrong');
  await expect(quiz.it('drill-bank')).toContainText('1题');
});

test('all pairs right is right', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind('kinds', '配对');
  await quiz.answerRight();
  expect(await quiz.isRight()).toBe(true);
});

test('pairs are chosen and confirmed with the keyboard alone', async ({ quiz }) => {
  const { keyboard } = quiz.page;
  await quiz.open();
  await quiz.practiseKind('kinds', '配对');
  await expect(quiz.stem).toBeFocused();
  for (let left = 0; left < MATCH.pairs!.length; left += 1) {
    await tabInto(quiz.page, quiz.pairs.nth(left));
    // Choosing in a closed list and in an open one.
    if (left % 2 > 0) await keyboard.press('Enter');
    const texts = await quiz.pairs.nth(left).locator('option').allTextContents();
    for (let n = texts.indexOf(rightOf(left)); n > 0; n -= 1) await keyboard.press('ArrowDown');
    if (left % 2 > 0) await keyboard.press('Enter');
    await expect(quiz.it('chosen').nth(left)).toHaveText(rightOf(left));
    await expect(quiz.feedback, 'nothing is confirmed yet').toBeHidden();
  }
  await expect(quiz.position, 'arrows in a list leave the question where it is').toContainText('1 / 1');
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await expect(quiz.feedback, 'Enter closes the list that is open').toBeHidden();
  await keyboard.press('Enter');
  await expect(quiz.feedback).toBeVisible();
  expect(await quiz.isRight()).toBe(true);
  await keyboard.press('Enter');
  await expect(quiz.result).toBeVisible();
});

test('a scenario asks all its parts at once and judges each', async ({ quiz }) => {
  await quiz.open();
  await quiz.practiseKind('kinds', '情景');
  await expect(quiz.stem).toHaveText(SCENARIO.material!);
  await expect(quiz.parts).toHaveCount(4);
  await expect(quiz.it('part-stem').nth(1).locator('strong')).toHaveText('有');
  await chooseInParts(quiz);
  await quiz.press('submit');
  await expectPartMarks(quiz);
  await quiz.reload();
  await expectPartMarks(quiz);
  await quiz.next();
  await quiz.answerRight();
  expect(await quiz.isRight()).toBe(true);
  await quiz.next();
  await expect(quiz.it('score')).toHaveText(/^1\s*\/ 2题答对$/);
  await quiz.press('review');
  await expect(quiz.it('reviewed')).toHaveCount(1);
  await expect(quiz.it('part-feedback')).toHaveCount(4);
});

test('in a scenario keys choose in the part that has the focus, and nowhere else', async ({ quiz }) => {
  const { keyboard } = quiz.page;
  const part = (idx: number) => quiz.parts.nth(idx);
  const checked = quiz.page.getByRole('radio', { checked: true });
  await quiz.open();
  await quiz.practiseKind('kinds', '情景');
  await expect(quiz.stem).toBeFocused();
  for (const key of ['1', 'b', '3']) await keyboard.press(key);
  await expect(checked, 'no part has the focus').toHaveCount(0);
  await tabInto(quiz.page, part(0));
  await keyboard.press('3');
  await expect(part(0).getByTestId('option').nth(2)).toHaveAttribute('aria-checked', 'true');
  await expect(checked).toHaveCount(1);
  await keyboard.press('Enter');
  await expect(part(0).getByTestId('option').first()).toHaveAttribute('aria-checked', 'true');
  await tabInto(quiz.page, part(1));
  await keyboard.press('b');
  await expect(part(1).getByTestId('option').nth(1)).toHaveAttribute('aria-checked', 'true');
  await expect(checked).toHaveCount(2);
  await tabInto(quiz.page, part(2));
  await keyboard.insertText('半');
  await keyboard.press('Enter');
  await expect(quiz.feedback, 'a part is still open').toBeHidden();
  for (const left of [0, 1, 2]) {
    await tabInto(quiz.page, part(3).getByTestId('pair').nth(left));
    await keyboard.press('ArrowDown');
  }
  await keyboard.press('Enter');
  await expect(quiz.feedback).toBeVisible();
  await expect(quiz.it('part-feedback')).toHaveCount(4);
});

/** An exam of one of each, from the bank of this file alone. */
async function sit(exam: ExamPage) {
  await exam.open();
  await exam.plan({ counts: { match: 1, scenario: 1 }, points: { match: 8, scenario: 8 }, minutes: 20 });
  await exam.press('exam-banks-all');
  await exam.page.getByRole('checkbox', { name: TITLE }).check();
  await exam.start();
  await expect(exam.clock).toBeVisible();
}

test('in an exam pairs and parts may be left open, and what was chosen outlives a reload', async ({ exam }) => {
  await sit(exam);
  await exam.pairs.nth(0).selectOption({ label: rightOf(0) });
  await exam.pairs.nth(2).selectOption({ label: rightOf(2) });
  await exam.reload();
  await expect(exam.it('chosen')).toHaveText([rightOf(0), '请选择', rightOf(2), '请选择']);
  await exam.next();
  const scenario = await exam.question();
  const n_parts = scenario.part!.length;
  await exam.choose(scenario.part![0]!, 'rightly', exam.parts.first());
  await exam.reload();
  await expect(exam.parts).toHaveCount(n_parts);
  const kept = exam.parts.first().locator('[aria-checked=true]');
  await expect(kept).toHaveCount((scenario.part![0]!.answer as number[]).length);
  await exam.openSheet();
  await expect(exam.summary).toHaveText('已答2 · 未答0 · 存疑0');
  await exam.handIn();
  await expect(exam.score).toHaveText(new RegExp(`^${4 + 8 / n_parts}\\s*/ 16分$`));
  await expect(exam.page.getByText('配对题1题')).toBeVisible();
  await expect(exam.page.getByText('情景题1题')).toBeVisible();
  await exam.press('review');
  await expect(exam.it('pair-note').first()).toHaveText('✓ 配对了');
  await expect(exam.it('pair-note').nth(1)).toHaveText(`✕ 没有选，应配：${rightOf(1)}`);
  await expect(exam.it('part-feedback').first()).toContainText('✓ 这一问答对了');
  await expect(exam.it('part-feedback').nth(1)).toContainText('✕ 这一问没有作答');
});

test('an exam of both is finished by choosing everything, and a choice may change until the hand-in', async ({ exam }) => {
  await sit(exam);
  await exam.give('wrongly');
  await exam.give('rightly');
  await exam.next();
  await exam.give('rightly');
  await exam.handIn();
  await expect(exam.score).toHaveText(/^16\s*\/ 16分$/);
});

test('背题 shows every pair and every part with its answer', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise('kinds', 'recite');
  await expect(quiz.it('chosen')).toHaveText(MATCH.pairs!.map(([, right]) => right));
  await expect(quiz.pairs).toHaveCount(0);
  await quiz.next();
  await expect(quiz.parts.first().locator('[aria-checked=true]')).toHaveText(/16名/);
  await expect(quiz.gaps).toHaveValue('半');
  await expect(quiz.parts.first()).toContainText('过半数就是十六名');
});

test('a card shows its look-alikes, and lists show stems without marks', async ({ quiz }) => {
  await quiz.open(`/search/${encodeURIComponent('宣读志愿书')}`);
  await expect(quiz.it('hit').filter({ hasText: SCENARIO.material! }), 'by the words of a part').toBeVisible();
  await quiz.go(`/search/${encodeURIComponent('和一般召开的次数')}`);
  const hit = quiz.it('hit').filter({ hasText: '请把会议和一般召开的次数配起来' });
  await hit.click();
  const card = quiz.it('contrast');
  await expect(card.getByRole('term')).toHaveText(['应到会', '实到会', '列席']);
  await expect(card.getByRole('definition').nth(2)).toHaveText('可以发言，没有表决权');
});

test('a bank by link may hold both kinds', async ({ quiz }) => {
  await quiz.open('/open?src=/fixture/kinds.json');
  await expect(quiz.it('opened-problems')).toHaveText('全部检查过，没有发现问题');
  await quiz.start();
  expect(await quiz.finish('rightly')).toBe(4);
});

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`));
}

/** Every screen that shows one of the two kinds, by name. */
async function* screens(quiz: QuizPage): AsyncGenerator<string> {
  await quiz.practiseKind('kinds', '配对');
  yield '配对, asked';
  await chooseThreeOfFour(quiz);
  yield '配对, chosen';
  await quiz.press('submit');
  await expect(quiz.feedback).toBeVisible();
  yield '配对, answered';
  await quiz.next();
  await quiz.press('review');
  await expect(quiz.it('reviewed')).toBeVisible();
  yield '配对, reviewed';
  await quiz.practiseKind('kinds', '情景');
  yield '情景, asked';
  await chooseInParts(quiz);
  yield '情景, chosen';
  await quiz.press('submit');
  await expect(quiz.feedback).toBeVisible();
  yield '情景, answered';
  await quiz.next();
  await quiz.give('wrongly');
  yield '情景, the other, answered wrongly';
  await quiz.go('/point/kinds/kinds-1');
  await expect(quiz.it('contrast')).toBeVisible();
  yield 'a card with look-alikes';
}

for (const [size, measures] of [['elder', { body: 24, stem: 30, target: 60 }], ['standard', { target: 44 }]] as const) {
  test(`in the ${size} size nothing of it overflows, is too small or has a barrier`, async ({ quiz }) => {
    test.setTimeout(180_000);
    await quiz.open();
    await quiz.chooseSize(size);
    for await (const screen of screens(quiz)) {
      for (const theme of ['light', 'dark', 'contrast']) {
        await quiz.page.locator('html').evaluate((root, theme) => { root.dataset.theme = theme; }, theme);
        expect.soft(await barriers(quiz.page), `${screen}, ${theme}`).toEqual([]);
      }
      await quiz.page.locator('html').evaluate((root) => { root.dataset.theme = 'light'; });
      for (const width of [320, 390]) {
        await quiz.page.setViewportSize({ width, height: 844 });
        expect.soft(await faults(quiz.page, { width, ...measures }), `${screen}, ${width} px`).toEqual([]);
      }
    }
  });
}
