import { bankOf, BANKS } from './fixtures/keys';
import { expect, test } from './fixtures/test';

const BANK = bankOf('zhibu-gongzuo');

test('from bank to topic to card, each card with its text, citation and date', async ({ quiz }) => {
  await quiz.open();
  await quiz.press('tab-learn');
  await expect(quiz.it('learn-bank')).toHaveCount(BANKS.size);
  await quiz.it('learn-bank').filter({ hasText: BANK.bank.title }).click();
  await quiz.it('topic').first().click();
  const { topic } = BANK.points![0]!;
  const cards = BANK.points!.filter((point) => point.topic === topic);
  await expect(quiz.it('point')).toHaveCount(cards.length);
  for (const card of cards) {
    const shown = quiz.it('point').filter({ has: quiz.page.getByRole('heading', { name: card.title, exact: true }) });
    await expect(shown).toContainText(card.text);
    await expect(shown).toContainText(/中国共产党支部工作条例（试行）.*核对至\d{4}-\d\d-\d\d/);
  }
});

test('“quiz me” on a card asks the questions of this card and no other', async ({ quiz }) => {
  const point = BANK.points!.find((point) => BANK.questions.filter((question) => question.point === point.id).length > 1)!;
  const mine = BANK.questions.filter((question) => question.point === point.id).map((question) => question.id);
  await quiz.open(`/point/${BANK.bank.id}/${point.id}`);
  await expect(quiz.it('quiz-point')).toContainText(`${mine.length}题`);
  await quiz.press('quiz-point');
  const asked: string[] = [];
  for (let n = 0; n < mine.length; n += 1) {
    asked.push((await quiz.answerRight()).id);
    await quiz.next();
  }
  await expect(quiz.result).toBeVisible();
  expect(asked.sort()).toEqual(mine.sort());
});

test('a topic and a whole bank are practised from where they are learnt', async ({ quiz }) => {
  const { topic } = BANK.points![0]!;
  const n = BANK.questions.filter((question) => (question.topic ?? BANK.points!.find((point) => point.id === question.point)?.topic) === topic).length;
  await quiz.open(`/learn/${BANK.bank.id}/${encodeURIComponent(topic)}`);
  await quiz.press('practise-topic');
  expect(await quiz.where()).toEqual([1, n]);
  await quiz.go(`/learn/${BANK.bank.id}`);
  await quiz.press('practise-bank');
  await expect(quiz.it('in-order')).toContainText(`${BANK.questions.length}题`);
});

test('a search finds points, questions and documents, and leads to the card', async ({ quiz }) => {
  await quiz.open('/learn');
  await quiz.it('search').fill('支部');
  await quiz.press('search-go');
  for (const sort of ['知识点', '题目', '文件']) {
    await expect(quiz.it('hit').filter({ hasText: new RegExp(`^【${sort}】`) }).first()).toBeVisible();
  }
  const point = BANK.points![0]!;
  await quiz.it('search').fill(point.title);
  await quiz.page.keyboard.press('Enter');
  await quiz.it('hit').filter({ hasText: point.title }).first().click();
  await expect(quiz.it('point')).toContainText(point.text);
});

test('every word of a search must be there, in any width of letters and figures', async ({ quiz }) => {
  await quiz.open('/search/' + encodeURIComponent('弘扬 连上'));
  await expect(quiz.it('hit').filter({ hasText: '支部建在连上' }).first()).toBeVisible();
  await quiz.it('search').fill('弘扬 绝无此词');
  await quiz.press('search-go');
  await expect(quiz.it('no-hits')).toBeVisible();
  await quiz.it('search').fill('２０１９年');
  await quiz.press('search-go');
  await expect(quiz.it('hit').filter({ hasText: '2019年' }).first()).toBeVisible();
});

test('what has been loaded is searched without a network', async ({ quiz, context }) => {
  await quiz.open('/search/' + encodeURIComponent('党费'));
  await expect(quiz.it('hit').first()).toBeVisible();
  await context.setOffline(true);
  await quiz.it('search').fill('换届');
  await quiz.press('search-go');
  await expect(quiz.it('hit').first()).toBeVisible();
});

test('a practice waits for no card, and a card that cannot be had says so and comes at a second try', async ({ quiz, watch }) => {
  watch.expects(/^error: /);
  const asked: string[] = [];
  await quiz.page.route(/\.cards\.\w+\.bank$/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await quiz.open();
  await quiz.start();
  await quiz.answerAny();
  await expect(quiz.feedback).toBeVisible();
  expect(asked).toEqual([]);
  const point = BANK.points![0]!;
  await quiz.go(`/point/${BANK.bank.id}/${point.id}`);
  await expect(quiz.it('load-failed')).toContainText('知识卡没能打开');
  expect(asked).toHaveLength(1);
  await quiz.go('/search/' + encodeURIComponent(BANK.questions[0]!.stem.slice(0, 6)));
  await expect(quiz.it('search-failed')).toContainText('没能全部载入');
  await expect(quiz.it('hit').first(), 'questions are found all the same').toBeVisible();
  await quiz.go(`/point/${BANK.bank.id}/${point.id}`);
  await expect(quiz.it('load-failed')).toBeVisible();
  await quiz.page.unroute(/\.cards\.\w+\.bank$/);
  await quiz.page.getByRole('button', { name: '再试一次' }).click();
  await expect(quiz.it('point')).toContainText(point.text);
});

test('an address that names nothing says so and leads home', async ({ quiz }) => {
  for (const route of ['/nowhere', '/session/zzz', '/learn/a/b/c/d']) {
    await quiz.open(route);
    await expect(quiz.page.getByRole('heading', { name: '没有这一页' })).toBeVisible();
  }
  await quiz.open('/session/0123456789abcdef-7');
  await expect(quiz.it('no-session')).toBeVisible();
  // Trying again cannot help where there is no such thing: each leads to what there is.
  for (const route of ['/learn/no-such-bank', '/practise/no-such-bank']) {
    await quiz.open(route);
    await expect(quiz.page.getByRole('heading', { name: '题库', exact: true })).toBeVisible();
    await expect(quiz.it('load-failed').getByRole('link')).toHaveText('看本应用有哪些题库');
  }
  await quiz.open('/point/zhibu-gongzuo/no-such-point');
  await expect(quiz.page.getByText('这张知识卡已经不在题库里了')).toBeVisible();
  await quiz.page.getByRole('link', { name: '看这个题库的知识点' }).click();
  await expect(quiz.it('topic').first()).toBeVisible();
  await quiz.open('/learn/zhibu-gongzuo/no-such-topic');
  await quiz.page.getByRole('link', { name: '重新选一个主题' }).click();
  await expect(quiz.it('topic').first()).toBeVisible();
});
