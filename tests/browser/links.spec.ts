import { singles } from './fixtures/banks.mjs';
import { expect, test } from './fixtures/test';

const open = (name: string) => `/open?src=/fixture/${name}.json`;

test('a bank by link shows what it is and gives a practice of fifty', async ({ quiz }) => {
  await quiz.open(open('mixed-60'));
  await expect(quiz.it('opened-title')).toHaveText('样例五种题型60题');
  await expect(quiz.it('opened-count')).toHaveText('共60题');
  await expect(quiz.it('opened-problems')).toHaveText('全部检查过，没有发现问题');
  await quiz.start();
  expect(await quiz.where()).toEqual([1, 50]);
  await quiz.answerRight();
  expect(await quiz.isRight()).toBe(true);
  const seen = await quiz.seen();
  await quiz.reload();
  expect(await quiz.seen(), 'its practice resumes').toEqual(seen);
  await expect(quiz.feedback).toBeVisible();
});

test('where what reads banks by link cannot be had, that is said, and it is fetched again', async ({ quiz, watch }) => {
  watch.expects(/^error: /);
  await quiz.page.route(/split_linked\.wasm$/, (route) => route.abort());
  await quiz.open(open('singles-5'));
  await expect(quiz.it('open-failed')).toContainText('还没有下载到本机，请检查网络后再试');
  await quiz.page.unroute(/split_linked\.wasm$/);
  await quiz.it('update').click();
  await expect(quiz.it('opened-count')).toHaveText('共5题');
});

test('a link may be encoded or plain', async ({ quiz, server }) => {
  for (const source of ['/fixture/singles-5.json', `${server.url}/fixture/singles-5.json`]) {
    for (const written of [source, encodeURIComponent(source)]) {
      await quiz.open(`/open?src=${written}`);
      await expect(quiz.it('opened-count'), written).toHaveText('共5题');
    }
  }
});

test('questions that cannot be asked are reported in Chinese, and the rest is practised', async ({ quiz }) => {
  await quiz.open(open('faulty'));
  await expect(quiz.it('opened-problems')).toContainText('发现5处问题');
  await quiz.page.getByText('看5处问题').click();
  for (const said of ['no-answer：缺少“answer”', 'out-of-range：答案位置7不存在，选项共4个', 'odd-kind', 'no-stem：题干是空的', 'two-keys：单选题要有1个答案，这里有2个']) {
    await expect(quiz.page.getByRole('listitem').filter({ hasText: said })).toHaveCount(1);
  }
  await quiz.start();
  expect(await quiz.where()).toEqual([1, 5]);
  await quiz.finish('rightly');
  await expect(quiz.it('score')).toHaveText(/^5\s*\/ 5题答对$/);
});

// Used to promise all ten, five of which cannot be asked.
test('the button names as many questions as will come', async ({ quiz }) => {
  await quiz.open(open('faulty'));
  await expect(quiz.it('opened-problems')).toContainText('全部检查过');
  await expect(quiz.it('start')).toHaveText('练5题');
});

test('the source of a question by link is named with its document', async ({ quiz }) => {
  await quiz.open(open('cited'));
  await quiz.start();
  await quiz.answerAny();
  await expect(quiz.it('cite')).toContainText('本单位学习办法');
  await expect(quiz.it('cite')).toContainText('核对至2026-10-01');
});

test('ten thousand questions open without freezing the page', async ({ quiz }) => {
  await quiz.page.addInitScript(() => {
    const self = window as unknown as { longest: number };
    self.longest = 0;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) self.longest = Math.max(self.longest, task.duration);
    }).observe({ type: 'longtask', buffered: true });
  });
  await quiz.open(open('singles-10000'));
  await expect(quiz.it('opened-count')).toHaveText('共10000题');
  await quiz.start();
  expect(await quiz.where()).toEqual([1, 50]);
  await quiz.answerAny();
  const longest = await quiz.page.evaluate(() => (window as unknown as { longest: number }).longest);
  console.log(`    longest task with 10,000 questions: ${Math.round(longest)} ms`);
  expect(longest).toBeLessThan(1000);
});

test('ten thousand questions are checked to the end, and nothing is found where nothing is wrong', async ({ quiz }) => {
  await quiz.open(open('singles-10000'));
  await expect(quiz.it('opened-problems')).toHaveText('全部检查过，没有发现问题', { timeout: 30_000 });
});

test('a linked bank is listed, opened from the list, and removed from it', async ({ quiz }) => {
  await quiz.open(open('singles-50'));
  await expect(quiz.it('opened')).toBeVisible();
  await quiz.start();
  await quiz.answerAny();
  await quiz.leavePractice();
  await quiz.reload();
  await expect(quiz.it('link')).toContainText('样例单选50题');
  await quiz.press('link');
  await expect(quiz.it('opened')).toBeVisible();
  await quiz.press('forget');
  await quiz.press('forget-yes');
  await expect(quiz.it('tab-practise')).toBeVisible();
  await expect(quiz.it('link')).toHaveCount(0);
  await quiz.reload();
  await expect(quiz.it('link')).toHaveCount(0);
  expect(await quiz.nAnswers(), 'what was answered stays').toBe(1);
  await quiz.go('/practise');
  await quiz.press('continue');
  await expect(quiz.feedback, 'and its practice goes on').toBeVisible();
});

// Used to offer it only the second time.
test('a bank just opened can be removed at once', async ({ quiz }) => {
  await quiz.open(open('singles-5'));
  await expect(quiz.it('opened')).toBeVisible();
  await quiz.press('forget');
  await quiz.press('forget-yes');
  await expect(quiz.it('tab-practise')).toBeVisible();
  await expect(quiz.it('link')).toHaveCount(0);
});

test('an update fetches the new edition, and an open practice says which question has gone', async ({ quiz, server }) => {
  let edition = singles(3, 'growing', '第一版');
  const path = `/fixture/growing-${Math.random()}.json`;
  server.route(path, () => ({ headers: { 'cache-control': 'max-age=3600' }, body: JSON.stringify(edition) }));
  await quiz.open(`/open?src=${path}`);
  await expect(quiz.it('opened-count')).toHaveText('共3题');
  await quiz.start();
  await quiz.answerAny();
  await quiz.leavePractice();

  edition = { ...singles(8, 'growing', '第二版') };
  edition.questions = edition.questions.slice(3);
  await quiz.go(`/open?src=${path}`);
  await expect(quiz.it('opened-title')).toHaveText('第一版');
  await quiz.press('update');
  await expect(quiz.it('opened-title')).toHaveText('第二版');
  await expect(quiz.it('opened-count')).toHaveText('共5题');
  await quiz.go('/practise');
  await expect(quiz.it('link')).toContainText('第二版');
  await quiz.press('continue');
  await expect(quiz.it('missing')).toContainText('已经不在题库里');
  expect(await quiz.nAnswers()).toBe(1);
});

for (const [name, said] of [
  ['not-there', '找不到这个文件（404）'],
  ['cut-off', '这不是完整的JSON文件'],
  ['page', '这不是完整的JSON文件'],
  ['other', '这不是学练赛题库文件'],
  ['newer', '这个题库是第2版格式，本程序只读得懂第1版'],
  ['nameless', '题库没有id'],
  ['empty', '这个题库里没有题'],
] as const) {
  test(`a link to a file that is ${name} says in Chinese what is wrong`, async ({ quiz }) => {
    await quiz.open(open(name));
    await expect(quiz.it('open-failed')).toContainText(said);
    await expect(quiz.it('start')).toBeHidden();
    await quiz.go('/practise');
    await expect(quiz.it('link'), 'and it is not listed').toHaveCount(0);
  });
}

test('a server that fails says so, and the next try may succeed', async ({ quiz, server }) => {
  let status = 503;
  const path = `/fixture/flaky-${Math.random()}.json`;
  server.route(path, () => ({ status, body: JSON.stringify(singles(3)) }));
  await quiz.open(`/open?src=${path}`);
  await expect(quiz.it('open-failed')).toContainText('服务器没有给出文件（503）');
  await expect(quiz.it('update')).toHaveText('再试一次');
  status = 200;
  await quiz.press('update');
  await expect(quiz.it('opened-count')).toHaveText('共3题');
});

test('a bank on another host is refused by the policy, and the learner is told', async ({ quiz, server, watch }) => {
  watch.expects(/^policy: /);
  const elsewhere = server.url.replace('127.0.0.1', 'localhost');
  await quiz.open(`/open?src=${elsewhere}/fixture/singles-5.json`);
  await expect(quiz.it('open-failed')).toContainText('不在本站允许的范围内');
  expect(watch.seen.join('\n'), 'it was the policy').toMatch(/connect-src/);
});

test('a file that calls itself a bundled bank does not pass for it', async ({ quiz, server }) => {
  const path = `/fixture/impostor-${Math.random()}.json`;
  server.route(path, () => ({ body: JSON.stringify(singles(3, 'zhibu-gongzuo', '支部工作条例')) }));
  await quiz.open(`/open?src=${path}`);
  await quiz.start();
  await quiz.answerAny();
  await quiz.open('/me');
  await expect(quiz.it('n-answers')).toContainText('一共答过1题次');
  await expect(quiz.it('untried')).toContainText('支部工作条例');
  await expect(quiz.it('bank-figures')).toHaveCount(0);
});

test('a bank by link is practised on when its source is gone', async ({ quiz }) => {
  await quiz.open(open('singles-50'));
  await quiz.start();
  await quiz.answerAny();
  const seen = await quiz.seen();
  await quiz.page.waitForFunction(async () => (await indexedDB.databases()).some((db) => db.name === 'xueliansai-banks'));
  await quiz.page.route('**/fixture/**', (route) => route.abort());
  await quiz.reload();
  expect(await quiz.seen()).toEqual(seen);
  await quiz.open(open('singles-50'));
  await expect(quiz.it('opened-copy')).toContainText('用的是本机存的一份');
  await quiz.start();
  await quiz.answerAny();
  await quiz.page.unroute('**/fixture/**');
  await quiz.open(open('singles-50'));
  await expect(quiz.it('opened-count')).toHaveText('共50题');
  await expect(quiz.it('opened-copy')).toBeHidden();
});
