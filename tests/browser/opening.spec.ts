import { expect, test } from './fixtures/test';

test('a browser below the floor gets a plain Chinese page', async ({ page, watch }) => {
  watch.expects(/^error: /);
  await page.addInitScript(() => { delete (window as unknown as { WebAssembly?: unknown }).WebAssembly; });
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('这个浏览器版本太旧，打不开学练赛');
  await expect(page.getByRole('alert')).toContainText('iOS 16.4');
});

test('a browser whose WebAssembly is too old gets it too', async ({ page, watch }) => {
  watch.expects(/^error: /);
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new WebAssembly.CompileError('unknown type form'));
    Object.assign(WebAssembly, { validate: () => false, instantiate: refuse, instantiateStreaming: refuse });
  });
  await page.goto('/');
  await expect(page.getByRole('alert')).toContainText('请更新微信或系统浏览器');
});

test('without JavaScript the page says what it needs', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.locator('noscript > p')).toBeVisible();
  await expect(page.locator('noscript > p')).toContainText('学练赛要用到 JavaScript');
  await context.close();
});

for (const [what, file] of [['module', /_bg\.wasm$/], ['script', /xueliansai\.js$/]] as const) {
  test(`a ${what} that does not arrive is told, with what to do`, async ({ page, watch }) => {
    watch.expects(/^error: /);
    await page.route(file, (route) => route.fulfill({ status: 404, body: 'not found' }));
    await page.goto('/');
    await expect(page.getByRole('alert')).toContainText('没能加载完');
    await expect(page.getByRole('alert')).toContainText('刷新');
  });
}

test('the shell stands before the app, with name and tabs', async ({ page }) => {
  await page.route(/\.wasm$/, () => undefined);
  await page.goto('/');
  await expect(page.getByText('正在打开')).toBeVisible();
  await expect(page.getByText('学练赛', { exact: true })).toBeVisible();
});

test('a bank that does not arrive is told, and a second try brings it', async ({ quiz }) => {
  let n_tries = 0;
  await quiz.page.route(/banks\/.*\.bank$/, (route) => {
    n_tries += 1;
    return n_tries === 1 ? route.abort() : route.continue();
  });
  await quiz.open('/practise/zhibu-gongzuo');
  await expect(quiz.it('load-failed')).toContainText('题库没能打开：连不上');
  await quiz.page.getByRole('button', { name: '再试一次' }).click();
  await expect(quiz.it('in-order')).toBeVisible();
});

test('a practice whose bank does not arrive says that the answers are safe, and goes on later', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise('zhibu-gongzuo', 'in-order');
  await quiz.answerAny();
  await quiz.page.route(/banks\/.*\.bank$/, (route) => route.abort());
  await quiz.reload();
  await expect(quiz.it('session-failed')).toContainText('作答记录都在');
  await quiz.page.unroute(/banks\/.*\.bank$/);
  await quiz.reload();
  await expect(quiz.feedback).toBeVisible();
});

test('a bug of ours ends in a screen that says answers are safe, and a reload finds them', async ({ quiz, watch }) => {
  watch.expects(/^error: /);
  await quiz.page.addInitScript(() => {
    const self = window as unknown as { breaks: boolean };
    const create = Document.prototype.createElement;
    Document.prototype.createElement = function createElement(this: Document, ...given: [string]) {
      if (self.breaks) {
        self.breaks = false;
        throw new DOMException('out of memory');
      }
      return create.apply(this, given);
    } as typeof create;
  });
  await quiz.open();
  await quiz.practise('zhibu-gongzuo', 'in-order');
  await quiz.answerAny();
  await quiz.page.evaluate(() => { (window as unknown as { breaks: boolean }).breaks = true; });
  await quiz.press('exit');
  await expect(quiz.it('panic')).toContainText('已经判过的作答都已存在本机，不会丢');
  await quiz.press('panic-reload');
  await expect(quiz.it('start')).toBeVisible();
  expect(await quiz.nAnswers()).toBe(1);
});

test('the app runs in any folder of a host', async ({ page, server }) => {
  const base = `${server.url}/study/room`;
  await page.route(`${base}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.replace('/study/room', '');
    await route.fulfill({ response: await route.fetch({ url: server.url + path }) });
  });
  await page.goto(`${base}/#/practise/zhibu-gongzuo`);
  await page.getByTestId('in-order').click();
  await expect(page.getByTestId('stem')).toBeVisible();
  // The modules that come later may be on their way still.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});
