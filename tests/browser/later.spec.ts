import { expect, test } from './fixtures/test';

/** Modules that a first answer does not need. */
const LATER = /(split|chunk)_\w+\.wasm$/;

test('a practice goes from its start to its first verdict without any module that comes later', async ({ quiz, watch }) => {
  watch.expects(/^error: /);
  await quiz.page.route(LATER, (route) => route.abort());
  await quiz.open();
  await quiz.start();
  await quiz.answerAny();
  await expect(quiz.feedback).toBeVisible();
});

for (const [how, body] of [['is missing', undefined], ['is something else', 'not a module']] as const) {
  test(`a page whose module ${how} says so, and a second try brings it`, async ({ quiz, watch }) => {
    watch.expects(/^error: /);
    await quiz.page.route(/split_me\.wasm$/, (route) => (body ? route.fulfill({ body }) : route.abort()));
    await quiz.open('/me');
    await expect(quiz.it('page-failed')).toContainText('作答记录都在');
    await quiz.page.unroute(/split_me\.wasm$/);
    await quiz.page.getByRole('button', { name: '再试一次' }).click();
    await expect(quiz.page.getByRole('heading', { name: '我', exact: true })).toBeFocused();
  });
}

test('once all is quiet the other modules come by themselves, and their pages open without a network', async ({ quiz }) => {
  const all = ['learn', 'practise', 'session', 'compete', 'me', 'linked'];
  const came = all.map((name) => quiz.page.waitForResponse(new RegExp(`split_${name}\\.wasm$`)));
  await quiz.open();
  await Promise.all((await Promise.all(came)).map((response) => response.finished()));
  await quiz.page.context().setOffline(true);
  for (const [route, heading] of [['/me', '我'], ['/compete', '赛'], ['/learn', '学'], ['/wrong', '错题本']] as const) {
    await quiz.go(route);
    await expect(quiz.page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
  }
});

test('a server that does not know WebAssembly still serves every page', async ({ quiz }) => {
  await quiz.page.route(/\.wasm$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await quiz.open('/me');
  await expect(quiz.page.getByRole('heading', { name: '我', exact: true })).toBeVisible();
});
