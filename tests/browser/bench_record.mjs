// How the app opens with ten years in the record: 200,000 events in the archive of a fresh profile, CPU four times slower,
// nothing slowed down on the wire. First without a snapshot (the whole log is read), then with one, beside an empty record
// in the same run. It prints and fails only if the second opening takes longer than what the design allows.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { serve } from './server.mjs';

const CPU = 4;
const RUNS = Number(process.env.RUNS ?? 3);
/** Milliseconds to today's figures. */
const ALLOWED = 1000;
const DATABASE = 'xueliansai/1';
const ARGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const dist = resolve(import.meta.dirname, process.env.DIST ?? '../../dist');
const events = resolve(import.meta.dirname, process.env.EVENTS ?? '../../target/events.bin');

for (const [place, remedy] of [[join(dist, 'index.html'), 'make build'], [events, 'cargo run --bin bank -- events 200000 target/events.bin']]) {
  if (!existsSync(place)) {
    console.error(`${place} is missing: run ${remedy} first`);
    process.exit(1);
  }
}

const server = await serve(dist);
server.route('/bench/events.bin', () => ({ headers: { 'content-type': 'application/octet-stream' }, body: readFileSync(events) }));
server.route('/bench/nothing', () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html>' }));

/** Runs in the page before everything: notes when the module stood, the stores were read, and the figures were painted:
 * today's and those of all, and after them the first bank's. */
function probe() {
  const times = { module: 0, read: 0, figures: 0, reading: 0, bank: 0 };
  window.times = times;
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    times.module = performance.now();
    return made;
  };
  for (const name of ['getAll', 'getAllKeys', 'get']) {
    const read = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function timed(...given) {
      const begun = performance.now();
      const request = read.apply(this, given);
      request.addEventListener('success', () => {
        if (times.figures === 0) {
          times.read = performance.now();
          times.reading = Math.max(times.reading, times.read - begun);
        }
      });
      return request;
    };
  }
  // A message posted inside a frame arrives after that frame has been painted.
  const look = () => {
    const said = document.querySelector('[data-testid=n-answers]')?.textContent;
    const first = said && times.figures === 0;
    // An empty record has no bank to give figures of, only those that wait to be tried.
    const bank = document.querySelector('[data-testid=bank-figures], [data-testid=untried]');
    if (first || bank) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        if (first) times.figures = performance.now();
        if (bank) times.bank = performance.now();
      };
      channel.port2.postMessage(0);
    }
    return bank ? undefined : requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs in the page: puts the blocks into the archive, as the app would have. */
async function fill(name) {
  const bytes = new Uint8Array(await (await fetch('/bench/events.bin')).arrayBuffer());
  const view = new DataView(bytes.buffer);
  const db = await new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const transaction = db.transaction('record', 'readwrite');
  let n_blocks = 0;
  for (let at = 0; at < bytes.length;) {
    const size = view.getUint32(at);
    transaction.objectStore('record').add(bytes.slice(at + 4, at + 4 + size));
    at += 4 + size;
    n_blocks += 1;
  }
  await new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  });
  db.close();
  return n_blocks;
}

/** Runs in the page: bytes of the snapshot, 0 where none has been written. */
async function snapshotSize(name) {
  const db = await new Promise((done) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => done(request.result);
  });
  const sizes = await Promise.all(['snapshot/a', 'snapshot/b'].map((key) => new Promise((done) => {
    const request = db.transaction('record').objectStore('record').get(key);
    request.onsuccess = () => done(request.result?.length ?? 0);
  })));
  db.close();
  return Math.max(...sizes);
}

/** Runs in the page: milliseconds from pressing an option to its painted verdict. */
function answer() {
  const find = (testid) => document.querySelector(`[data-testid=${testid}]`);
  return new Promise((done) => {
    const begun = performance.now();
    find('option').click();
    find('submit')?.click();
    const look = () => {
      if (!find('feedback')) {
        find('submit')?.click();
        return requestAnimationFrame(look);
      }
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { done(performance.now() - begun); };
      return channel.port2.postMessage(0);
    };
    requestAnimationFrame(look);
  });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const rows = [];
const row = (what, times) => {
  const { module, read, figures, reading, bank } = times;
  rows.push([what, figures, bank, module, reading, read]);
};

const profile = mkdtempSync(join(tmpdir(), 'xueliansai-bench-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS, viewport: { width: 390, height: 844 },
  isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block',
});
let [n_answers, n_snapshot] = [0, 0];

async function newPage() {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.addInitScript(probe);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU });
  return page;
}

/** Opens the app on 我 in a page of its own; `then` may do more there. */
async function open(then = async () => undefined) {
  const page = await newPage();
  try {
    await page.goto(`${server.url}/#/me`, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.times?.figures > 0 && window.times.bank > 0, undefined, { polling: 50 });
    const times = await page.evaluate(() => ({ ...window.times }));
    n_answers = Number((await page.getByTestId('n-answers').innerText()).match(/\d+/)?.[0] ?? 0);
    await then(page);
    return times;
  } finally {
    await page.close();
  }
}

async function several(then) {
  const all = [];
  for (let run = 0; run < RUNS; run += 1) all.push(await open(run === RUNS - 1 ? then : undefined));
  return Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((times) => times[key]))]));
}

/** Five questions answered one after another. */
async function practise(page, into) {
  await page.evaluate(() => { location.hash = '#/open?src=/fixture/singles-50.json'; });
  await page.getByTestId('start').click();
  for (let n = 0; n < 5; n += 1) {
    await page.getByTestId('option').first().waitFor();
    into.push(await page.evaluate(answer));
    await page.getByTestId('next').click();
  }
}

let failed = false;
try {
  // The browser keeps compiled code from the second use on.
  for (let n = 0; n < 3; n += 1) await open();
  const [few, many] = [[], []];
  row('empty record', await several());
  await open((page) => practise(page, few));

  const filler = await context.newPage();
  await filler.goto(`${server.url}/bench/nothing`);
  const n_blocks = await filler.evaluate(fill, DATABASE);
  await filler.close();
  row('first opening, no snapshot', await open(async (page) => {
    for (let n = 0; n < 120 && n_snapshot === 0; n += 1) {
      await page.waitForTimeout(500);
      n_snapshot = await page.evaluate(snapshotSize, DATABASE);
    }
  }));
  console.log(`${n_blocks} entries, ${n_answers} answers counted, a snapshot of ${n_snapshot} bytes`);
  const second = await several();
  row('with a snapshot', second);
  let kept;
  await open(async (page) => {
    await practise(page, many);
    kept = await page.evaluate(async () => {
      const { usage } = await navigator.storage.estimate();
      const texts = Object.entries(localStorage).reduce((n, [key, value]) => n + key.length + value.length, 0);
      return { usage, texts };
    });
  });
  row('with a snapshot and 10 more events', await several());

  console.log(`Medians of ${RUNS} runs, ms since navigation; CPU ${CPU} times slower`);
  console.log(`${''.padEnd(36)}${['figures', 'a bank', 'module', 'reading', 'read by'].map((name) => name.padStart(10)).join('')}`);
  for (const [what, ...numbers] of rows) console.log(what.padEnd(36) + numbers.map((ms) => String(Math.round(ms)).padStart(10)).join(''));
  console.log(`one answer to its painted verdict: ${Math.round(median(few))} ms with an empty record, ${Math.round(median(many))} ms with this one`);
  console.log(`stored: ${(kept.usage / 1e6).toFixed(1)} MB as the browser counts, ${kept.texts} characters in localStorage`);
  failed = second.figures > ALLOWED;
  if (failed) console.error(`The second opening took ${Math.round(second.figures)} ms; ${ALLOWED} are allowed`);
} finally {
  await context.close();
  await server.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(failed ? 1 : 0);
