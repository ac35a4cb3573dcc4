// `make faults`: kills the whole browser, refuses writes, races two tabs and wipes a store, again and again, and counts
// what was lost. An answer is due if its feedback had been there for 300 ms before the blow. FAULTS_SEED repeats a run's
// choices (not the machine's timing), FAULTS_KILLS says how many kills; ends with 1 after a loss, with 2 if time ran out.
// A machine that is busy with other things may take longer than that to write; what the archive confirmed is counted apart.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { serve } from './server.mjs';

const SEED = Number(process.env.FAULTS_SEED ?? Date.now() % 1_000_000);
const KILLS = Number(process.env.FAULTS_KILLS ?? 60);
const ROUNDS = 30;
const DUE = 300;
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const BANK = '/fixture/singles-50.json';
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'zh-CN' };
const ARGS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-breakpad', '--window-size=390,844',
  // Two tabs answer at once, and only one can be in front.
  '--disable-renderer-backgrounding', '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows',
];
const dist = resolve(import.meta.dirname, process.env.DIST ?? '../../dist');

if (!existsSync(join(dist, 'index.html'))) {
  console.error(`${dist} holds no built app: run make build first`);
  process.exit(2);
}
if (!Number.isInteger(SEED) || !Number.isInteger(KILLS) || KILLS < 1) {
  console.error('FAULTS_SEED and FAULTS_KILLS are whole numbers');
  process.exit(2);
}
// Ten minutes, and eight seconds for each kill beyond the usual ones.
const TIME_UP = Date.now() + 600_000 + Math.max(0, KILLS - 60) * 8_000;

let state = SEED >>> 0;
/** Between 0 and 1; mulberry32. */
function chance() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const below = (n) => Math.floor(chance() * n);
const sleep = (millis) => new Promise((done) => { setTimeout(done, millis); });

/** Runs in the page before the app: counts what is put into the archive and tells what has arrived there. */
function watch() {
  window.n_begun = 0;
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function watched(...given) {
    window.n_begun += 1;
    const [nth, begun] = [window.n_begun, Date.now()];
    this.transaction.addEventListener('complete', () => window.told({ archived: nth, took: Date.now() - begun }));
    return add.apply(this, given);
  };
}

/** Runs in the page: answers one question after another and tells each verdict as soon as it stands there. */
function drive({ n_wanted, pause, seed }) {
  const find = (testid) => document.querySelector(`[data-testid=${testid}]`);
  let [given, n_judged, turn] = [null, 0, seed];
  const step = () => {
    const place = Number(find('position')?.textContent.match(/\d+/)?.[0] ?? 0);
    const feedback = find('feedback');
    if (!place) return;
    if (feedback && given === place) {
      n_judged += 1;
      given = null;
      window.told({ session: location.hash, nth: window.n_begun, place, right: feedback.dataset.right === 'true', at: Date.now() });
      if (n_judged >= n_wanted) return;
    }
    if (feedback) {
      find('next')?.click();
    } else if (given !== place) {
      const options = document.querySelectorAll('[data-testid=option]');
      turn = (turn * 5 + 3) % 8;
      options[turn % options.length]?.click();
      given = place;
    } else {
      find('submit')?.click();
    }
    setTimeout(step, pause);
  };
  step();
}

/** Runs in the page: writes are refused with these chances, as full stores do; each refusal is told. */
function refuse({ shelf, archive, seed }) {
  let state = seed;
  const chance = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const full = () => new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  const set = Storage.prototype.setItem;
  Storage.prototype.setItem = function setItem(key, value) {
    if (chance() < shelf) {
      window.told({ refused: 'shelf' });
      throw full();
    }
    set.call(this, key, value);
  };
  for (const name of ['add', 'put']) {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function refusing(...given) {
      const [refused, at_once] = [chance() < archive, chance() < 0.5];
      if (refused) window.told({ refused: 'archive' });
      if (refused && at_once) throw full();
      const request = write.apply(this, given);
      if (refused) this.transaction.abort();
      return request;
    };
  }
}

/** What one learner's record must hold. */
class Account {
  /** Found at the last start, so never to be missed again. */
  n_sure = 0;
  /** Since then, by practice and place: when its verdict stood there first. */
  since = new Map();
  /** All verdicts ever due. */
  verdicts = new Map();
  n_judged = 0;
  n_due = 0;
  n_lost = 0;
  /** Lost although the archive had said that it has them. */
  n_broken = 0;
  n_refused = 0;
  /** Tab by tab, how many writes have arrived in the archive, and the slowest of all. */
  n_archived = [0, 0];
  slowest = 0;
  resolveNext = [];

  hear(told) {
    if (told.refused) {
      this.n_refused += 1;
      return;
    }
    if (told.archived) {
      this.n_archived[told.tab] = Math.max(this.n_archived[told.tab], told.archived);
      this.slowest = Math.max(this.slowest, told.took);
      return;
    }
    const key = `${told.session} ${told.place}`;
    this.n_judged += 1;
    if (!this.verdicts.has(key) && !this.since.has(key)) this.since.set(key, told);
    this.resolveNext.splice(0).forEach((done) => done());
  }

  /** Waits for so many more verdicts, but not for ever. */
  async verdictsMore(n) {
    const until = Date.now() + 10_000;
    for (let got = 0; got < n && Date.now() < until; got += 1) {
      await Promise.race([new Promise((done) => { this.resolveNext.push(done); }), sleep(until - Date.now())]);
    }
  }

  /** Tab by tab the blows fell at `ats`; now so many are found. `n_unkept` were said to be in danger. */
  settle(ats, n_found, where, n_unkept = 0) {
    const due = [...this.since].filter(([, told]) => told.at <= ats[told.tab] - DUE);
    const n_lost = Math.max(0, this.n_sure + due.length - n_unkept - n_found);
    const n_archived = due.filter(([, told]) => told.nth <= this.n_archived[told.tab]).length;
    // What the browser had confirmed must be there whatever the machine was busy with.
    const n_broken = Math.max(0, this.n_sure + n_archived - n_unkept - n_found);
    if (n_lost > 0) {
      const youngest = Math.min(...due.map(([, told]) => ats[told.tab] - told.at));
      console.error(`LOST ${n_lost} ${where}: ${this.n_sure} were there, ${due.length} due (the youngest for ${youngest} ms), `
        + `${n_archived} of them archived, ${n_unkept} said to be unkept, ${n_found} found; load ${loadavg()[0].toFixed(1)}`);
    }
    this.n_broken += n_broken;
    this.n_archived = [0, 0];
    this.n_due += due.length;
    this.n_lost += n_lost;
    this.n_sure = n_found;
    if (n_unkept === 0) due.forEach(([key, told]) => this.verdicts.set(key, told));
    this.since.clear();
  }
}

async function newPage(context, account, tab = 0) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(watch);
  await page.exposeFunction('told', (told) => account.hear({ ...told, tab }));
  return page;
}

/** The most that is answered in one round. */
const ROUND = 20;

/** Goes to a place of the app, which is loaded only where it is not yet. */
async function go(page, hash) {
  if (page.url().startsWith(server.url)) await page.evaluate((hash) => { location.hash = hash; }, hash);
  else await page.goto(`${server.url}/${hash}`);
}

/** Goes on with the practice at this address, or begins one where none is given or too little is left of it. */
async function practise(page, address) {
  if (address) {
    await go(page, address);
    await page.getByTestId('stem').or(page.getByTestId('result')).waitFor();
    const place = page.getByTestId('position');
    const [here, of] = (await place.isVisible()) ? (await place.innerText()).match(/\d+/g).map(Number) : [0, 0];
    if (here + ROUND < of) return address;
  }
  await go(page, `#/open?src=${BANK}`);
  await page.getByTestId('start').click();
  await page.getByTestId('stem').waitFor();
  return new URL(page.url()).hash;
}

async function found(page) {
  await go(page, '#/me');
  return Number((await page.getByTestId('n-answers').innerText()).match(/\d+/)?.[0] ?? 0);
}

/** Runs in the page: goes back from question to question and reads every verdict. */
function readBack() {
  const find = (testid) => document.querySelector(`[data-testid=${testid}]`);
  return new Promise((done) => {
    const verdicts = {};
    let n_more = 1000;
    const step = () => {
      const place = Number(find('position')?.textContent.match(/\d+/)?.[0] ?? 0);
      const feedback = find('feedback');
      if (feedback) verdicts[place] = feedback.dataset.right === 'true';
      n_more -= 1;
      if (place === 1 || n_more === 0) return done(verdicts);
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
      return setTimeout(step, 5);
    };
    step();
  });
}

/** Every verdict ever due, held against what the practices show now. */
async function compare(page, account, where) {
  const sessions = new Set([...account.verdicts.keys()].map((key) => key.split(' ')[0]));
  for (const session of sessions) {
    await page.goto('about:blank');
    await go(page, session);
    await page.getByTestId('stem').or(page.getByTestId('result')).waitFor();
    if (await page.getByTestId('result').isVisible()) continue;
    const shown = await page.evaluate(readBack);
    for (const [key, told] of account.verdicts) {
      const [of, place] = key.split(' ');
      if (of === session && shown[place] !== told.right) {
        account.n_lost += 1;
        console.error(`LOST ${where}: question ${place} of ${session} was judged ${told.right} and now shows ${shown[place]}`);
      }
    }
  }
}

/** Browsers still running when somebody stops this run. */
const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const device of running) device.killNow();
    process.exit(130);
  });
}

/** A browser with a profile on disk and a process group of its own. */
class Device {
  profile = mkdtempSync(join(tmpdir(), 'xueliansai-faults-'));

  async start() {
    const child = spawn(CHROMIUM, [...ARGS, '--remote-debugging-port=0', `--user-data-dir=${this.profile}`, 'about:blank'], {
      detached: true, stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    running.add(this);
    this.ended = new Promise((done) => { child.once('exit', done); });
    const address = await new Promise((found, failed) => {
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text) => {
        said += text;
        const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (address) found(address);
      });
      this.ended.then(() => failed(new Error(`the browser did not start:\n${said}`)));
    });
    this.browser = await chromium.connectOverCDP(address);
    return this.browser.contexts()[0];
  }

  /** Every process of it at once, as when the phone kills an app. */
  async kill() {
    const at = Date.now();
    this.killNow();
    await this.ended;
    await this.browser?.close().catch(() => undefined);
    return at;
  }

  killNow() {
    running.delete(this);
    process.kill(-this.child.pid, 'SIGKILL');
  }

  async end() {
    if (running.has(this)) await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function kills() {
  const [account, device] = [new Account(), new Device()];
  const addresses = [undefined, undefined];
  let [n_kills, n_double] = [0, 0];
  try {
    let context = await device.start();
    let first = await newPage(context, account);
    while (n_kills < KILLS && Date.now() < TIME_UP) {
      const n_tabs = 1 + below(2);
      const tabs = [first];
      if (n_tabs === 2) tabs.push(await newPage(context, account, 1));
      for (const [idx, tab] of tabs.entries()) {
        addresses[idx] = await practise(tab, addresses[idx]);
        // The archive alone outlives a kill, so only the shelf may refuse here.
        if (chance() < 0.3) await tab.evaluate(refuse, { shelf: 0.4, archive: 0, seed: below(1e9) });
      }
      const n_first = 1 + below(8);
      const goes_on = chance() < 0.6;
      const begun = account.verdictsMore(n_first);
      for (const tab of tabs) {
        await tab.evaluate(drive, { n_wanted: goes_on ? ROUND : n_first, pause: 5 + below(60), seed: below(8) });
      }
      await begun;
      await sleep(below(2001));
      const at = await device.kill();
      n_kills += 1;
      n_double += n_tabs - 1;
      context = await device.start();
      first = await newPage(context, account);
      account.settle([at, at], await found(first), `after kill ${n_kills}`);
    }
    await compare(first, account, 'after all kills');
  } finally {
    await device.end();
  }
  report(`${n_kills} kills of the browser, ${n_double} with two tabs`, account);
  return { account, whole: n_kills >= KILLS };
}

async function blow(page) {
  const at = Date.now();
  switch (below(3)) {
    case 0: await page.close(); break;
    case 1: await page.goto('about:blank'); await page.close(); break;
    default: {
      const crashed = page.waitForEvent('crash');
      const devtools = await page.context().newCDPSession(page);
      // The answer to this never comes.
      devtools.send('Page.crash').catch(() => undefined);
      await crashed;
      await page.close();
    }
  }
  return at;
}

async function refusals(browser) {
  const account = new Account();
  const context = await browser.newContext(PHONE);
  let [address, n_rounds, n_unkept_ever] = [undefined, 0, 0];
  let page = await newPage(context, account);
  for (; n_rounds < ROUNDS; n_rounds += 1) {
    address = await practise(page, address);
    const kind = below(3);
    await page.evaluate(refuse, { shelf: kind === 0 ? 0 : chance(), archive: kind === 1 ? 0 : chance(), seed: below(1e9) });
    const n = 3 + below(6);
    const all = account.verdictsMore(n);
    await page.evaluate(drive, { n_wanted: n, pause: 5 + below(40), seed: below(8) });
    await all;
    await sleep(DUE + 50);
    const notice = page.getByTestId('not-kept');
    const said = (await notice.isVisible()) ? await notice.innerText() : '';
    const n_unkept = Number(/有(\d+)条新记录还没存下/.exec(said)?.[1] ?? 0);
    n_unkept_ever += n_unkept;
    const at = await blow(page);
    page = await newPage(context, account);
    account.settle([at], await found(page), `in round ${n_rounds + 1} of refused writes`, n_unkept);
  }
  await compare(page, account, 'after all refusals');
  await context.close();
  report(`${n_rounds} rounds of full stores, ${account.n_refused} writes refused, ${n_unkept_ever} events said to be unkept`, account);
  return { account, whole: true };
}

async function races(browser) {
  const account = new Account();
  const context = await browser.newContext(PHONE);
  const addresses = [undefined, undefined];
  let n_shared = 0;
  let first = await newPage(context, account);
  for (let round = 0; round < ROUNDS; round += 1) {
    const tabs = [first, await newPage(context, account, 1)];
    const shared = chance() < 0.3;
    n_shared += Number(shared);
    for (const [idx, tab] of tabs.entries()) {
      const which = shared ? 0 : idx;
      addresses[which] = await practise(tab, addresses[which]);
    }
    const begun = account.verdictsMore(1 + below(4));
    for (const tab of tabs) await tab.evaluate(drive, { n_wanted: ROUND, pause: 5 + below(30), seed: below(8) });
    await begun;
    const ats = [];
    const order = chance() < 0.5 ? [0, 1] : [1, 0];
    for (const idx of order) {
      await sleep(below(900));
      ats[idx] = await blow(tabs[idx]);
    }
    first = await newPage(context, account);
    account.settle(ats, await found(first), `in race ${round + 1}`);
  }
  // A question answered in two tabs shows one of two verdicts, so only the number is judged here.
  await context.close();
  report(`${ROUNDS} races of two tabs, ${n_shared} in one practice`, account);
  return { account, whole: true };
}

async function wipes(browser) {
  const account = new Account();
  for (const store of ['shelf', 'archive']) {
    const context = await browser.newContext(PHONE);
    account.n_sure = 0;
    let address;
    for (const half of [1, 2]) {
      const page = await newPage(context, account);
      address = await practise(page, address);
      const all = account.verdictsMore(ROUND);
      await page.evaluate(drive, { n_wanted: ROUND, pause: 10, seed: below(8) });
      await all;
      await sleep(DUE + 50);
      const at = Date.now();
      // The page of the first half is not told that its store is gone.
      await page.goto(`${server.url}${BANK}`);
      if (half === 1) {
        await page.evaluate((store) => (store === 'shelf' ? localStorage.clear() : new Promise((done, failed) => {
          const request = indexedDB.deleteDatabase('xueliansai/1');
          request.onsuccess = done;
          request.onerror = request.onblocked = failed;
        })), store);
      }
      await page.close();
      const reader = await newPage(context, account);
      account.settle([at], await found(reader), `after the ${store} was wiped`);
      await reader.close();
    }
    await compare(await newPage(context, account), account, `after the ${store} was wiped`);
    account.verdicts.clear();
    await context.close();
  }
  report('each store wiped half-way', account);
  return { account, whole: true };
}

function report(what, { n_judged, n_due, n_lost, n_broken, slowest }) {
  console.log(`${what}: ${n_judged} answers judged, ${n_due} due (on screen for ${DUE} ms), ${n_lost} lost, `
    + `${n_broken} of them archived; slowest write to the archive ${slowest} ms`);
}

console.log(`Seed ${SEED}: FAULTS_SEED=${SEED} makes the same choices again`);
const begun = Date.now();
const server = await serve(dist);
const outcomes = [];
try {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  try {
    for (const part of [wipes, refusals, races]) outcomes.push(await part(browser));
  } finally {
    await browser.close();
  }
  outcomes.push(await kills());
} finally {
  await server.close();
}
const sum = (of) => outcomes.reduce((n, { account }) => n + account[of], 0);
console.log(`${Math.round((Date.now() - begun) / 1000)} s, ${sum('n_judged')} answers judged, ${sum('n_due')} due, ${sum('n_lost')} lost, ${sum('n_broken')} of them archived`);
if (sum('n_lost') > 0 && sum('n_broken') === 0) {
  console.error(`What was lost had not reached the archive after ${DUE} ms: look at the slowest write and at what else this machine did`);
}
if (sum('n_lost') > 0) process.exit(1);
if (outcomes.some(({ whole }) => !whole)) {
  console.error(`Nothing was lost, but time ran out before ${KILLS} kills`);
  process.exit(2);
}
