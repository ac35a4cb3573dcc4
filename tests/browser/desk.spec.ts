import { lot, type Lot } from './fixtures/contest_tool';
import type { QuizPage } from './fixtures/quiz_page';
import { readCsv, readSheet, unzip } from './fixtures/sheet';
import { expect, test } from './fixtures/test';

let all: Lot;

test.beforeAll(() => {
  all = lot('党章知识竞赛', 12, '--faults');
});

async function hold(quiz: QuizPage, { id, held }: Lot) {
  await quiz.open();
  await quiz.page.evaluate(([key, value]) => localStorage.setItem(key!, value!), [`xueliansai/1/value/contest/held/${id}`, held]);
  await quiz.open(`/desk/${id}`);
  await expect(quiz.it('desk-counts')).toContainText('收到0份');
}

async function paste(quiz: QuizPage, text: string) {
  await quiz.it('desk-paste').fill(text);
  await quiz.press('desk-take');
  await expect(quiz.it('desk-outcome')).toBeVisible();
}

test('each receipt of a chat ends in one list, and what needs a look waits for a decision', async ({ quiz }) => {
  await hold(quiz, all);
  const nothing = '今天下午三点开会';
  await paste(quiz, all.receipts.map((text, idx) => `参赛者${idx} 10:01\n${text}`).join('\n'));
  const n = all.receipts.length;
  const n_refused = all.faults['tampered']!.length + all.faults['truncated']!.length;
  const n_new = n - n_refused - 2;
  await expect(quiz.it('desk-outcome')).toContainText(`这一批${n}份：新收${n_new}份，已有1份，没有收下${n_refused}份，别的竞赛1份`);
  const place = (fault: string) => `粘贴的文字第${all.faults[fault]![0]! + 1}份`;
  await expect(quiz.it('batch-refused').filter({ hasText: place('tampered') })).toContainText('答卷与签名不符');
  await expect(quiz.it('batch-refused').filter({ hasText: place('truncated') })).toContainText('答卷不完整');
  await expect(quiz.it('batch-known')).toContainText(place('duplicate'));
  await expect(quiz.it('batch-other')).toContainText('属于这台设备上没有的竞赛');
  await paste(quiz, nothing);
  await expect(quiz.it('desk-outcome').getByRole('heading', { level: 3 })).toHaveText('没有找到答卷');
  await expect(quiz.it('batch-bare')).toContainText('XLSD1.开头的一段文字');
  await expect(quiz.it('batch-refused')).toHaveCount(0);

  await quiz.press('desk-check');
  const waiting = quiz.it('receipt');
  await expect(waiting).toHaveCount(2);
  await expect(waiting.filter({ hasText: '迟交' })).toHaveCount(1);
  await expect(waiting.filter({ hasText: '超出规定次数' })).toHaveCount(1);
  await waiting.filter({ hasText: '迟交' }).getByTestId('decide-counts').click();
  await expect(waiting).toHaveCount(1);
  await waiting.getByTestId('decide-excludes').click();
  await expect(quiz.it('check-none')).toBeVisible();
  await quiz.it('filter-flagged').check();
  await expect(waiting.filter({ hasText: '用同一台设备作答' })).toHaveCount(2);
  await quiz.open(`/desk/${all.id}`);
  await expect(quiz.it('desk-counts')).toContainText(`收到${n_new}份，计入${n_new - 1}份，待定0份，不计入1份`);
});

test('people and units are ranked, and the tables say what the screen says', async ({ quiz }) => {
  await hold(quiz, all);
  await paste(quiz, all.receipts.slice(0, 12).join(' '));
  await quiz.press('desk-ranking');
  await expect(quiz.it('ranked')).toHaveCount(12);
  await expect(quiz.it('ranked-unit')).toHaveCount(3);
  const first = (await quiz.it('ranked').first().innerText()).replace(/\s+/g, ' ');
  await quiz.press('desk-output');
  const results = quiz.it('export-results');
  const file = async (button: string) => {
    const downloading = quiz.page.waitForEvent('download');
    await results.getByTestId(button).click();
    return (await downloading).path();
  };
  const { readFileSync } = await import('node:fs');
  const csv = readCsv(readFileSync(await file('save-csv'), 'utf8').replace('\ufeff', ''));
  const at = csv.findIndex(([name]) => name === '名次');
  const best = csv[at + 1]!;
  expect(first).toContain(`1 ${best[1]}`);
  expect(first).toContain(`${best[4]}分`);
  const cells = readSheet(unzip(await file('save-xlsx')).get('xl/worksheets/sheet1.xml')!);
  expect([cells.get('A2'), cells.get('B2'), cells.get('E2')]).toEqual([1, best[1], Number(best[4])]);
});

test('what comes after the closing is kept and changes nothing, and people go in one step', async ({ quiz }) => {
  await hold(quiz, all);
  await paste(quiz, all.receipts.slice(0, 10).join('\n'));
  await quiz.press('desk-closing');
  await quiz.press('close');
  await expect(quiz.it('closed-now')).toContainText('已封存10份');
  await quiz.press('desk-receive');
  await paste(quiz, all.receipts[10]!);
  await expect(quiz.it('desk-counts')).toContainText('计入10份');
  await expect(quiz.it('desk-counts')).toContainText('封存后收到1份');
  await quiz.press('desk-closing');
  await quiz.press('reopen');
  await quiz.press('reopen-yes');
  await expect(quiz.it('desk-counts')).toContainText('计入11份');
  await quiz.press('forget');
  await expect(quiz.it('forget-dialog')).toContainText('11份答卷');
  await quiz.press('forget-yes');
  await expect(quiz.it('desk-counts')).toContainText('收到0份');
  await quiz.open(`/desk/${all.id}`);
  await expect(quiz.it('desk-counts')).toContainText('收到0份');
});

test('a receipt by its link goes to its desk, and elsewhere says whom to send it to', async ({ quiz }) => {
  await quiz.open(`/deliver/${all.receipts[0]}`);
  await expect(quiz.it('deliver-nowhere')).toContainText('发给主办方');
  await hold(quiz, all);
  await quiz.open(`/deliver/${all.receipts[0]}`);
  await expect(quiz.it('deliver-filed')).toContainText('已收下');
  await expect(quiz.it('deliver-filed')).toContainText('党章知识竞赛');
  await quiz.press('deliver-desk');
  await expect(quiz.it('desk-counts')).toContainText('收到1份');
  await quiz.open(`/deliver/${all.receipts[0]!.slice(0, 60)}`);
  await expect(quiz.it('deliver-refused')).toContainText('答卷不完整');
});

test('a bulletin and certificates are laid out from the same ranking', async ({ quiz }) => {
  await hold(quiz, all);
  await paste(quiz, all.receipts.slice(0, 12).join('\n'));
  await quiz.press('desk-output');
  await quiz.press('print-bulletin');
  await expect(quiz.it('bulletin')).toContainText('12人参加');
  await expect(quiz.it('bulletin')).toContainText('（签章）');
  await quiz.go(`/print/${all.id}%2Fcertificates`);
  await quiz.it('passed-too').uncheck();
  await expect(quiz.it('certificate').first()).toContainText('个人第1名');
  await expect(quiz.it('certificate').first()).toContainText('不能证明由何人作答');
});
