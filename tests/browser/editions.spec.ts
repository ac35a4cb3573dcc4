import { createHash } from 'node:crypto';
import { write } from './fixtures/bank_bytes.mjs';
import { bankOf } from './fixtures/keys';
import { expect, test } from './fixtures/test';
import type { QuizPage } from './fixtures/quiz_page';

interface Judge {
  id: string;
  kind: 'judge';
  stem: string;
  answer: boolean;
  retired?: boolean;
  same?: string[];
}

const judge = (id: string, stem: string, answer = true): Judge => ({ id, kind: 'judge', stem, answer });
const BEFORE = [judge('slip', '样题一：党员大会一般美季度召开一次'), judge('changed', '样题二：党小组会一般每月召开一次'), judge('retired', '样题三：党课一般每月一次')];

/** The first eight bytes of a question's hash, made after the README: somebody else must come to the same. */
function edition({ stem, answer }: Judge): string {
  const hash = createHash('sha256');
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const text of ['xueliansai question 1', 'judge', stem]) field(Buffer.from(text));
  field(Buffer.alloc(8));
  field(Buffer.from([answer ? 1 : 0]));
  return hash.digest('hex').slice(0, 16);
}

const AFTER: Judge[] = [
  { ...judge('slip', '样题一：党员大会一般每季度召开一次'), same: [edition(BEFORE[0] as Judge)] },
  judge('changed', '样题二：党小组会一般每半年召开一次', false),
  { ...(BEFORE[2] as Judge), retired: true },
  judge('new', '样题四：组织生活会每年至少召开一次'),
];

const text = (questions: Judge[]) =>
  JSON.stringify({ format: 'xueliansai-bank', version: 1, bank: { id: 'two', title: '两版题库' }, questions });

/** Answers the question in front of the learner, whichever it is; its stem. */
async function answer(quiz: QuizPage, questions: Judge[], rightly: boolean): Promise<string> {
  const stem = await quiz.stem.innerText();
  const question = questions.find((question) => question.stem === stem);
  if (!question) throw new Error(`no question “${stem}”`);
  await quiz.option(question.answer === rightly ? 1 : 2).click();
  await expect(quiz.feedback).toBeVisible();
  return stem;
}

test('of a bank by link what changed is asked again, a typo is not, and what retired is drilled no more', async ({ quiz, server }) => {
  let questions = BEFORE;
  const path = `/fixture/two-${Math.random()}.json`;
  server.route(path, () => ({ body: text(questions) }));
  await quiz.open(`/open?src=${path}`);
  await quiz.start();
  const session = new URL(quiz.page.url()).hash.slice(1);
  for (let n = 0; n < 3; n += 1) {
    await answer(quiz, BEFORE, false);
    await quiz.next();
  }
  await expect(quiz.result).toBeVisible();
  await quiz.open('/wrong');
  await expect(quiz.it('start')).toHaveText('练错题（3题）');

  questions = AFTER;
  await quiz.go(`/open?src=${path}`);
  await quiz.press('update');
  await expect(quiz.it('opened-count')).toHaveText('共4题');

  await quiz.go(`${session}/review`);
  const card = (stem: string) => quiz.it('reviewed').filter({ hasText: stem });
  await expect(card('样题二').getByTestId('changed')).toContainText('这道题后来有修订，下面是现在的题目');
  await expect(card('样题二'), 'what was chosen then is no option now').not.toContainText('你选');
  await expect(card('样题二')).toContainText('没答对');
  await expect(card('样题三').getByTestId('changed')).toContainText('已停用');
  await expect(card('样题三')).toContainText('✕ 你选的');
  await expect(card('样题一')).toContainText('✕ 你选的');
  await expect(card('样题一').getByTestId('changed')).toHaveCount(0);

  await quiz.go('/wrong');
  await expect(quiz.it('start'), 'the typo is still a mistake').toHaveText('练错题（1题）');
  await expect(quiz.it('again')).toContainText('题目已更新，请重做');
  await expect(quiz.it('again')).toContainText('1题');
  await quiz.press('again');
  await expect(quiz.it('changed')).toHaveText('题目已更新，请重做');
  expect(await answer(quiz, AFTER, true)).toContain('每半年');
  expect(await quiz.isRight()).toBe(true);
  await expect(quiz.it('changed')).toHaveCount(0);
  await quiz.next();
  await quiz.go('/wrong');
  await expect(quiz.it('start')).toHaveText('练错题（1题）');
  await expect(quiz.it('again')).toHaveCount(0);
  expect(await quiz.nAnswers(), 'and the history holds every answer').toBe(4);
});

test('a practice left open over an update keeps its results and asks the rest as it is now', async ({ quiz, server }) => {
  let questions = BEFORE.slice(1, 2);
  const path = `/fixture/open-${Math.random()}.json`;
  server.route(path, () => ({ body: text(questions) }));
  await quiz.open(`/open?src=${path}`);
  await quiz.start();
  const asked = new URL(quiz.page.url()).hash.slice(1);
  questions = AFTER.slice(1, 2);
  await quiz.open(`/open?src=${path}`);
  await quiz.press('update');
  await expect(quiz.it('opened-count')).toHaveText('共1题');
  await quiz.go(asked);
  await expect(quiz.stem, 'it was not answered').toContainText('每半年');
  await expect(quiz.it('changed'), 'so nothing is to be said').toHaveCount(0);
  await answer(quiz, AFTER, true);
  expect(await quiz.isRight()).toBe(true);

  questions = BEFORE.slice(1, 2);
  await quiz.go(`/open?src=${path}`);
  await quiz.press('update');
  await expect(quiz.it('opened-count')).toHaveText('共1题');
  await quiz.go(asked);
  await expect(quiz.stem).toContainText('每月');
  await expect(quiz.it('changed')).toContainText('你当时答的是旧题');
  expect(await quiz.isRight(), 'as it was marked then').toBe(true);
  await expect(quiz.options.filter({ hasText: '你选' })).toHaveCount(0);
});

test('a bundled bank that was updated leaves its old mistakes out of the count and offers them anew', async ({ quiz }) => {
  const bank = bankOf('zhibu-gongzuo');
  const first = bank.questions.find((question) => question.kind === 'judge');
  if (!first) throw new Error('the bank has no question to judge');
  await quiz.open();
  await quiz.practiseKind('zhibu-gongzuo', '判断');
  await quiz.answerWrong();
  await quiz.leavePractice();
  await expect(quiz.it('wrong-book')).toContainText('1题');

  const stem = `${first.stem}（新的规定）`;
  const questions = bank.questions.map((question) => (question.id === first.id ? { ...question, stem } : question));
  const body = write({ ...bank, questions });
  await quiz.page.route('**/banks/zhibu-gongzuo.*.bank', (route) => route.fulfill({ body }));
  await quiz.reload();
  await expect(quiz.it('wrong-book')).toContainText('还没有');
  await quiz.go('/practise/zhibu-gongzuo');
  await expect(quiz.it('again')).toContainText('1题');
  await expect(quiz.it('wrong-only')).toHaveCount(0);
  await quiz.go('/me');
  const figures = quiz.it('bank-figures').filter({ hasText: bank.bank.title });
  await expect(figures).toContainText('做过0/');
  await expect(figures).toContainText('1题已更新，请重做');
  await quiz.go('/practise/zhibu-gongzuo');
  await quiz.it('random-10').click();
  await expect(quiz.stem, 'it is drawn before all others').toHaveText(stem);
  await expect(quiz.it('changed')).toHaveText('题目已更新，请重做');
});
