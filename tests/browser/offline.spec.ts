import { chromium, type Page } from '@playwright/test';
import { cpSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { DIST } from './fixtures/dist';
import { ExamPage } from './fixtures/exam_page';
import { Host } from './fixtures/host';
import { BANKS } from './fixtures/keys';
import { QuizPage } from './fixtures/quiz_page';
import { test as base, expect, Watch } from './fixtures/test';

interface Options {
  /** Where on its host the app stands. */
  folder: string;
}

const test = base.extend<Options & { host: Host }>({
  folder: ['/', { option: true }],
  host: async ({ folder }, use) => {
    const host = new Host(folder);
    await host.start();
    await use(host);
    await host.end();
  },
  baseURL: async ({ host }, use) => use(host.url),
  watch: [async ({ context, host }, use) => {
    const watch = new Watch(context, `http://127.0.0.1:${host.port}`);
    await use(watch);
    expect(watch.unexpected, 'nothing went wrong behind the page').toEqual([]);
  }, { auto: true }],
});
test.use({ serviceWorkers: 'allow' });

/** Opens the app at an address after `#`, under whatever folder it stands in. */
async function visit(page: Page, host: Host, route = '/') {
  await page.goto('about:blank');
  await page.goto(`${host.url}#${route}`);
  await expect(page.getByRole('main')).toBeVisible();
}

/** A first visit that lasts until the card says that everything is there. */
async function firstVisit(quiz: QuizPage, host: Host) {
  await visit(quiz.page, host, '/data');
  await expect(quiz.it('offline')).toContainText('已存到本机', { timeout: 40_000 });
}

const edition = (page: Page) => page.locator('html').getAttribute('data-edition');

const words = (page: Page) => page.evaluate(() => (window as unknown as { device(what: string): string }).device(''));

/** Addresses of everything that the copy holds, and how many copies there are. */
const copy = (page: Page) => page.evaluate(async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return { names, urls: requests.flat().map((request) => request.url) };
});

/** What a learner does without a network: practise, open every bank, sit an exam. */
async function everythingWorks(quiz: QuizPage) {
  await quiz.go('/practise');
  await quiz.start();
  for (let n = 0; n < 3; n += 1) {
    await quiz.answerAny();
    await quiz.next();
  }
  for (const bank of BANKS.keys()) {
    await quiz.practise(bank, 'random-20');
    await quiz.answerAny();
    await quiz.leavePractice();
  }
  const exam = new ExamPage(quiz.page);
  await exam.sit({ counts: { single: 2, judge: 1 }, minutes: 5 });
  await exam.answerAny();
  await exam.handIn();
  await expect(exam.score).toBeVisible();
}

for (const folder of ['/', '/study/room/']) {
  test.describe(`in ${folder}`, () => {
    test.use({ folder });

    test('after the first visit everything works with the server gone', async ({ quiz, host }) => {
      await firstVisit(quiz, host);
      await host.stop();
      await quiz.reload();
      await everythingWorks(quiz);
      // WeChat adds to the address; others name the file.
      for (const other of ['?from=singlemessage&isappinstalled=0', 'index.html']) {
        await quiz.page.goto('about:blank');
        await quiz.page.goto(`${host.url}${other}#/me`);
        await expect(quiz.it('n-answers')).toContainText('一共答过');
      }
    });
  });
}

test('two copies on one host, one inside the other, keep to themselves', async ({ quiz, host }) => {
  cpSync(DIST, host.path('inner'), { recursive: true });
  await host.restart();
  const inner = `${host.url}inner/`;
  for (const url of [host.url, inner, host.url]) {
    await quiz.page.goto('about:blank');
    await quiz.page.goto(`${url}#/data`);
    await expect(quiz.it('offline')).toContainText('已存到本机', { timeout: 40_000 });
  }
  expect((await copy(quiz.page)).names).toHaveLength(2);
  await host.stop();
  for (const url of [inner, host.url]) {
    await quiz.page.goto('about:blank');
    await quiz.page.goto(`${url}#/practise`);
    await quiz.start();
    expect(await quiz.page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toBe(`${url}sw.js`);
  }
});

test('the copy holds the app and its banks, and nothing else that was fetched', async ({ quiz, host }) => {
  await firstVisit(quiz, host);
  await quiz.go('/open?src=/fixture/mixed-10.json');
  await quiz.start();
  await quiz.answerAny();
  const { names, urls } = await copy(quiz.page);
  expect(names).toHaveLength(1);
  expect(urls).toContain(host.url);
  const files = urls.map((url) => url.slice(host.url.length));
  expect(files.filter((file) => file.startsWith('banks/'))).toHaveLength(2 * BANKS.size);
  for (const end of [/^app-[0-9a-f]+\/xueliansai\.js$/, /\/xueliansai_bg\.wasm$/, /\/split_me\.wasm$/, /^manifest\.webmanifest$/, /^icon-192\.png$/]) {
    expect(files.filter((file) => end.test(file)), String(end)).toHaveLength(1);
  }
  expect(files.filter((file) => /fixture|catalog|sw\.js|index\.html/.test(file))).toEqual([]);
});

test('a new version is offered, never in a session, and taken at a press with every answer there', async ({ quiz, host }) => {
  await firstVisit(quiz, host);
  await quiz.practise('zhibu-gongzuo', 'in-order');
  await quiz.answerAny();
  await quiz.next();
  await quiz.answerAny();
  let n_loads = 0;
  quiz.page.on('load', () => { n_loads += 1; });
  await host.deploy();
  await quiz.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(() => words(quiz.page), { timeout: 20_000 }).toContain('update');
  await expect(quiz.it('new-version')).toBeHidden();
  await quiz.next();
  await quiz.answerAny();
  await expect(quiz.it('new-version')).toBeHidden();
  await quiz.leavePractice();
  await expect(quiz.it('new-version')).toContainText('有新版本');
  expect(await edition(quiz.page), 'nothing is loaded unasked').toBeNull();
  expect(n_loads).toBe(0);
  await quiz.press('update');
  await expect(quiz.page.locator('html')).toHaveAttribute('data-edition', '2');
  expect(await quiz.nAnswers()).toBe(3);
  await expect(quiz.it('new-version')).toBeHidden();
  expect(n_loads, 'it comes back once').toBe(1);
  await quiz.go('/data');
  await expect(quiz.it('offline')).toContainText('已存到本机', { timeout: 40_000 });
  await expect.poll(async () => (await copy(quiz.page)).names.length, 'the old copy is gone').toBe(1);
  await host.stop();
  await quiz.reload();
  expect(await edition(quiz.page)).toBe('2');
  await everythingWorks(quiz);
});

test('banks that have not changed are carried over and not fetched again', async ({ quiz, host, context }) => {
  await firstVisit(quiz, host);
  await host.deploy();
  const fetched: string[] = [];
  context.on('request', (request) => { if (request.serviceWorker()) fetched.push(request.url()); });
  await quiz.reload();
  await expect.poll(async () => (await copy(quiz.page)).names.join(), { timeout: 30_000 }).toMatch(/^[^,]* 0{16}$/);
  await expect(quiz.it('offline')).toContainText('已存到本机', { timeout: 40_000 });
  expect(fetched.filter((url) => url.includes('/banks/'))).toEqual([]);
  expect((await copy(quiz.page)).urls.filter((url) => url.includes('/banks/'))).toHaveLength(2 * BANKS.size);
});

test('a page that is new already is not offered itself, and one beside it goes on until its learner wants', async ({ quiz, host, context }) => {
  await firstVisit(quiz, host);
  await quiz.practise('zhibu-gongzuo', 'in-order');
  await quiz.answerAny();
  await host.deploy();
  const other = new QuizPage(await context.newPage());
  await visit(other.page, host, '/data');
  expect(await edition(other.page), 'the newest page comes first').toBe('2');
  await expect.poll(() => words(quiz.page), { timeout: 20_000 }).toContain('update');
  await expect(other.it('offline')).toContainText('已存到本机', { timeout: 40_000 });
  await expect(other.it('new-version')).toBeHidden();
  await quiz.page.bringToFront();
  expect(await edition(quiz.page)).toBeNull();
  await quiz.next();
  await quiz.answerAny();
  await quiz.leavePractice();
  await quiz.press('update');
  await expect(quiz.page.locator('html')).toHaveAttribute('data-edition', '2');
  expect(await quiz.nAnswers()).toBe(2);
});

test('a version of which one file does not arrive is not taken in, and the one before still works', async ({ quiz, host }) => {
  await firstVisit(quiz, host);
  await host.deploy({ broken: 'icon-512.png' });
  const end = await quiz.page.evaluate(async () => {
    const home = (await navigator.serviceWorker.getRegistration())!;
    await home.update();
    const worker = home.installing!;
    return new Promise((resolve) => {
      worker.addEventListener('statechange', () => resolve(worker.state));
    });
  });
  expect(end).toBe('redundant');
  await host.stop();
  await quiz.reload();
  expect(await edition(quiz.page), 'the old version').toBeNull();
  await everythingWorks(quiz);
});

const SIGN_IN = '<!doctype html><html><head><meta charset="utf-8"><title>登录</title></head><body>请先登录无线网络</body></html>';
const FAULTS: Record<string, RequestListener> = {
  'a sign-in page in place of everything': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(SIGN_IN);
  },
  'a redirection to a sign-in page': (request, response) => {
    if (request.url === '/sign-in') response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(SIGN_IN);
    else response.writeHead(302, { location: '/sign-in' }).end();
  },
  'a server at fault': (_, response) => {
    response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>500</h1>');
  },
  'a folder that is gone': (_, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  },
  'a line on which nothing comes': () => undefined,
};

for (const [fault, answer] of Object.entries(FAULTS)) {
  test(`${fault} does not stand in the way of the copy, nor gets into it`, async ({ quiz, host }) => {
    await firstVisit(quiz, host);
    const before = await copy(quiz.page);
    await host.startOther(answer);
    await visit(quiz.page, host, '/practise');
    await everythingWorks(quiz);
    expect(await copy(quiz.page)).toEqual(before);
    expect(await quiz.page.evaluate(async (home) => (await (await caches.match(home))!.text()).includes('登录</title>'), host.url)).toBe(false);
  });
}

test('where the address is not secure there is no copy, the card says so, and nothing is lost', async ({ host, launchOptions, viewport }) => {
  const browser = await chromium.launch({
    ...launchOptions, args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP intranet.test 127.0.0.1'],
  });
  try {
    const context = await browser.newContext({
      ...(viewport ? { viewport } : {}), isMobile: true, hasTouch: true, locale: 'zh-CN', baseURL: `http://intranet.test:${host.port}`,
    });
    const watch = new Watch(context, `http://intranet.test:${host.port}`);
    const quiz = new QuizPage(await context.newPage());
    await quiz.open('/data');
    expect(await quiz.page.evaluate(() => isSecureContext)).toBe(false);
    await expect(quiz.it('offline')).toContainText('http 开头');
    await expect(quiz.it('offline')).toContainText('作答记录照常存在本机');
    await expect(quiz.it('persisted')).toContainText('不能向浏览器申请长期保存');
    await quiz.go('/practise');
    await quiz.start();
    await quiz.finish();
    await quiz.reload();
    expect(await quiz.nAnswers()).toBe(10);
    expect(await quiz.page.evaluate(() => 'serviceWorker' in navigator)).toBe(false);
    expect(watch.unexpected).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('a browser without service workers is told what that means', async ({ quiz, host }) => {
  await quiz.page.addInitScript(() => {
    delete (Navigator.prototype as unknown as { serviceWorker?: unknown }).serviceWorker;
  });
  await visit(quiz.page, host, '/data');
  await expect(quiz.it('offline')).toContainText('不能离线保存程序');
  await quiz.go('/practise');
  await quiz.start();
  await quiz.answerAny();
});

test('the browser is asked once to keep the data, after the first finished practice', async ({ quiz, host }) => {
  await quiz.page.addInitScript(() => {
    // The empty page before the app is not secure and has none.
    if (!window.isSecureContext) return;
    const asked = () => Number(localStorage.getItem('asked') ?? 0);
    StorageManager.prototype.persist = async () => {
      localStorage.setItem('asked', String(asked() + 1));
      return true;
    };
    StorageManager.prototype.persisted = async () => asked() > 0;
  });
  const n_asked = () => quiz.page.evaluate(() => localStorage.getItem('asked'));
  await visit(quiz.page, host, '/data');
  await expect(quiz.it('persisted')).toContainText('还没有同意');
  await quiz.go('/practise');
  await quiz.start();
  await quiz.answerAny();
  expect(await n_asked()).toBeNull();
  await quiz.next();
  await quiz.finish();
  expect(await n_asked()).toBe('1');
  await quiz.go('/data');
  await expect(quiz.it('persisted')).toContainText('已同意长期保存');
  await quiz.go('/practise');
  await quiz.start();
  await quiz.finish();
  expect(await n_asked()).toBe('1');
});

test('where the browser offers it, a button puts the app on the home screen', async ({ quiz, host }) => {
  await visit(quiz.page, host, '/data');
  await expect(quiz.it('install-way')).toContainText('添加到主屏幕');
  await quiz.page.evaluate(() => {
    const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
      prompt: () => { document.title = 'asked'; },
    });
    dispatchEvent(offer);
  });
  await quiz.press('install');
  await expect(quiz.page).toHaveTitle('asked');
  await quiz.page.evaluate(() => dispatchEvent(new Event('appinstalled')));
  await expect(quiz.it('install-way')).toContainText('已安装');
});

test.describe('in WeChat', () => {
  test.use({ userAgent: 'Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0 Mobile Safari/537.36 XWEB/1420229 MicroMessenger/8.0.68' });

  test('the card leads to the browser first, and says why', async ({ quiz, host }) => {
    await visit(quiz.page, host, '/me');
    await quiz.press('me-data');
    await expect(quiz.it('install-way')).toContainText('在浏览器打开');
    await expect(quiz.it('install-way')).toContainText('可能连记录一起清掉');
  });
});
