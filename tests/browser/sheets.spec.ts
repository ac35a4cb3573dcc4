import { readFileSync } from 'node:fs';
import { bankOf, type Question } from './fixtures/keys';
import type { QuizPage } from './fixtures/quiz_page';
import { readCsv, readSheet, unzip } from './fixtures/sheet';
import { expect, test } from './fixtures/test';

const ZHIBU = 'zhibu-gongzuo';
const JIGUAN = 'jiguan-jiceng-zuzhi';
const HEADERS = ['题库', '题型', '主题', '题干', '选项', '正确答案', '我最近一次答错', '错几次', '最近作答', '讲解', '出处', '题号'];
const WECHAT = 'Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0 Mobile Safari/537.36 XWEB/1420229 MicroMessenger/8.0.68';

/** Misses one question of each bank, the judgement twice. */
async function miss(quiz: QuizPage): Promise<{ single: Question; judge: Question }> {
  await quiz.open();
  await quiz.practiseKind(ZHIBU, '单选');
  const single = await quiz.answerWrong();
  await quiz.leavePractice();
  await quiz.practiseKind(JIGUAN, '判断');
  const judge = await quiz.answerWrong();
  await quiz.leavePractice();
  await quiz.go('/wrong');
  await quiz.start();
  expect((await quiz.question()).id).toBe(judge.id);
  await quiz.answerWrong();
  await quiz.press('exit');
  return { single, judge };
}

async function file(quiz: QuizPage, button: string): Promise<{ name: string; path: string }> {
  const downloading = quiz.page.waitForEvent('download');
  await quiz.press(button);
  const download = await downloading;
  await expect(quiz.it('table-said')).toContainText(download.suggestedFilename());
  return { name: download.suggestedFilename(), path: await download.path() };
}

const LETTERS = 'ABCDEFGH';

/** What the two rows must say, but for the moment and the source. */
function expected({ single, judge }: { single: Question; judge: Question }) {
  const options = single.options!.map((text, idx) => `${LETTERS[idx]}. ${text}`);
  const key = (single.answer as number[])[0]!;
  // As `answerWrong` chooses.
  const chosen = options.findIndex((_, idx) => idx !== key);
  const plain = (stem: string) => stem.replaceAll('**', '');
  const right = judge.answer === true;
  return [
    // The most missed first.
    [bankOf(JIGUAN).bank.title, '判断题', plain(judge.stem), '', right ? '对' : '错', right ? '错' : '对', '2', judge.explain, judge.id],
    [bankOf(ZHIBU).bank.title, '单选题', plain(single.stem), options.join('\n'), options[key], options[chosen], '1', single.explain, single.id],
  ];
}

const CHECKED = ['题库', '题型', '题干', '选项', '正确答案', '我最近一次答错', '错几次', '讲解', '题号'].map((name) => HEADERS.indexOf(name));

test('the wrong book leaves as CSV and as a workbook, with the same questions in full', async ({ quiz }) => {
  const missed = await miss(quiz);
  await quiz.go('/wrong');
  await quiz.press('export');
  await expect(quiz.it('save-xlsx')).toBeVisible();

  const csv = await file(quiz, 'save-csv');
  expect(csv.name).toMatch(/^学练赛错题-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(csv.path, 'utf8');
  expect(text.startsWith('\u{feff}题库,题型,')).toBe(true);
  const rows = readCsv(text.slice(1));
  expect(rows[0]).toEqual(HEADERS);
  expect(rows.slice(1).map((row) => CHECKED.map((column) => row[column]))).toEqual(expected(missed));
  for (const row of rows.slice(1)) {
    expect(row[HEADERS.indexOf('最近作答')]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect(row[HEADERS.indexOf('出处')]).toMatch(/^《.+》.+ · /);
  }

  const book = await file(quiz, 'save-xlsx');
  expect(book.name).toMatch(/^学练赛错题-\d{4}-\d\d-\d\d\.xlsx$/);
  const parts = unzip(book.path);
  expect(parts.get('xl/workbook.xml')).toContain('<sheet name="错题"');
  const cells = readSheet(parts.get('xl/worksheets/sheet1.xml')!);
  for (const [n, row] of rows.entries()) {
    for (const [column, said] of row.entries()) {
      const cell = cells.get(`${LETTERS[column] ?? 'IJKL'[column - 8]}${n + 1}`) ?? '';
      if (n > 0 && HEADERS[column] === '最近作答') expect(cell).toBeGreaterThan(46_000);
      else expect(String(cell), `${HEADERS[column]} in row ${n + 1}`).toBe(said);
    }
  }
});

test('exams and practices leave as two sheets, and nobody without any gets an empty file', async ({ quiz, exam }) => {
  await quiz.open('/data');
  await quiz.press('export');
  await expect(quiz.it('export-failed')).toContainText('还没有成绩可导出');
  await quiz.practiseKind(ZHIBU, '判断');
  await quiz.answerRight();
  await quiz.next();
  await quiz.answerWrong();
  await quiz.leavePractice();
  await exam.sit({ counts: { single: 2, judge: 1 }, minutes: 5 });
  await exam.answerAny();
  await exam.handIn();
  const [earned, total] = (await exam.score.innerText()).match(/[\d.]+/g)!.map(Number);
  await quiz.go('/data');
  await quiz.press('export');
  const parts = unzip((await file(quiz, 'save-xlsx')).path);
  expect(parts.get('xl/workbook.xml')).toMatch(/name="考试".*name="练习"/);
  const exams = readSheet(parts.get('xl/worksheets/sheet1.xml')!);
  expect([exams.get('C1'), exams.get('C2'), exams.get('D2')]).toEqual(['得分', earned, total]);
  const practices = readSheet(parts.get('xl/worksheets/sheet2.xml')!);
  expect(['D2', 'E2', 'F2', 'H2'].map((place) => practices.get(place))).toEqual([2, 1, 0.5, '没练完']);
});

test.describe('in WeChat', () => {
  test.use({ userAgent: WECHAT });

  test('copying comes first, with the reason why files cannot be saved there', async ({ quiz }) => {
    await quiz.page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }));
    const { judge } = await miss(quiz);
    await quiz.go('/wrong');
    await quiz.press('export');
    const buttons = quiz.it('export-wrong').getByRole('button');
    await expect(buttons).toHaveText(['复制文字', '存Excel', '存CSV']);
    await expect(quiz.it('export-wrong')).toContainText('在微信这类应用里存不了文件');
    await quiz.press('copy-table');
    const lines = (await quiz.it('by-hand').inputValue()).trimEnd().split('\n');
    expect(lines.map((line) => line.split('\t').length)).toEqual([HEADERS.length, HEADERS.length, HEADERS.length]);
    expect(lines[1]).toContain(judge.stem.replaceAll('**', ''));
  });
});

test('where the workbook cannot be made for want of a network, the page says so and CSV is still saved', async ({ quiz, watch }) => {
  watch.expects(/^error: /);
  await quiz.page.route(/split_workbook\.wasm$/, (route) => route.abort());
  await miss(quiz);
  await quiz.go('/wrong');
  await quiz.press('export');
  await quiz.press('save-xlsx');
  await expect(quiz.it('table-said')).toContainText('现在又取不来');
  await file(quiz, 'save-csv');
  await quiz.page.unroute(/split_workbook\.wasm$/);
  expect((await file(quiz, 'save-xlsx')).name).toMatch(/\.xlsx$/);
});

test('the workbook module is never fetched before somebody wants a workbook', async ({ quiz }) => {
  const fetched: string[] = [];
  quiz.page.on('request', (request) => fetched.push(request.url()));
  const others = ['learn', 'practise', 'session', 'compete', 'me'].map((name) => quiz.page.waitForResponse(new RegExp(`split_${name}\\.wasm$`)));
  await quiz.open();
  await Promise.all(others);
  await quiz.go('/data');
  await expect(quiz.it('export-records')).toBeVisible();
  expect(fetched.filter((url) => url.includes('workbook'))).toEqual([]);
});
