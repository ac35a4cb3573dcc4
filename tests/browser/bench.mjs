// Size and speed of the release app beside a plain page that does the same with no library, both in this one run:
// CPU four times slower, 1.6 Mbit/s, 150 ms, cold cache, brotli as deployed. It prints and judges nothing: read the
// ratios, for the times are this machine's.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { serve } from './server.mjs';

const RUNS = Number(process.env.RUNS ?? 3);
const CPU = 4;
const NET = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const ARGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };
const dist = resolve(import.meta.dirname, process.env.DIST ?? '../../dist');

if (!existsSync(join(dist, 'index.html'))) {
  console.error(`${dist} holds no built app: run make build first`);
  process.exit(1);
}

const server = await serve(dist, { brotli: true, files: { '/bench/plain.html': join(import.meta.dirname, 'bench/plain.html') } });
const PAGES = [
  { name: 'app', url: `${server.url}/#/open?src=/fixture/singles-50.json` },
  { name: 'plain page', url: `${server.url}/bench/plain.html` },
];

/** Runs in the page: starts as soon as it may, answers the first question, and notes when each was painted. */
function probe() {
  const times = { question: 0, answer: 0, blocking: 0 };
  window.times = times;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) times.blocking += Math.max(0, task.duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  const find = (testid) => {
    const element = document.querySelector(`[data-testid=${testid}]`);
    return element && !element.disabled && element.checkVisibility() ? element : null;
  };
  // A message posted inside a frame arrives after that frame has been painted.
  const painted = (name) => {
    times[name] = -1;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { times[name] = performance.now(); };
    channel.port2.postMessage(0);
  };
  let pressed = -Infinity;
  const press = (element) => {
    if (element && performance.now() - pressed > 120) {
      pressed = performance.now();
      element.click();
    }
  };
  const step = () => {
    const option = find('option');
    if (times.question === 0) option ? painted('question') : press(find('start'));
    else if (times.question > 0 && times.answer === 0) find('feedback') ? painted('answer') : press(option);
    if (times.answer === 0) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

async function measure(browser, url) {
  const context = await browser.newContext(PHONE);
  try {
    const page = await context.newPage();
    await page.addInitScript(probe);
    const devtools = await context.newCDPSession(page);
    let n_bytes = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => { n_bytes += encodedDataLength; });
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', NET);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU });
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.times?.answer > 0, undefined, { timeout: 60_000, polling: 200 });
    const times = await page.evaluate(() => window.times);
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN);
    return { paint, ...times, kilobytes: n_bytes / 1000 };
  } finally {
    await context.close();
  }
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
const samples = new Map(PAGES.map(({ name }) => [name, []]));
try {
  // Wakes fonts and the network service, and lets the server compress, so that the first run is like the others.
  for (const { url } of PAGES) await measure(browser, url);
  for (let run = 0; run < RUNS; run += 1) {
    // In turns, and each first in turn, so that noise on the machine meets both.
    for (const { name, url } of run % 2 ? [...PAGES].reverse() : PAGES) samples.get(name).push(await measure(browser, url));
  }
} finally {
  await browser.close();
  await server.close();
}

const ROWS = [
  ['bytes on the wire', 'kilobytes', 'KB'],
  ['first contentful paint', 'paint', 'ms'],
  ['question 1', 'question', 'ms'],
  ['first answer', 'answer', 'ms'],
  ['blocking until then', 'blocking', 'ms'],
];
const [app, plain] = PAGES.map(({ name }) => samples.get(name));
console.log(`Medians of ${RUNS} runs in turns; CPU ${CPU} times slower, 1.6 Mbit/s, 150 ms, cold cache, brotli`);
console.log(`${''.padEnd(24)}${'app'.padStart(12)}${'plain page'.padStart(14)}${'ratio'.padStart(9)}`);
for (const [label, key, unit] of ROWS) {
  const [ours, theirs] = [app, plain].map((runs) => median(runs.map((run) => run[key])));
  const shown = (number) => `${unit === 'KB' ? number.toFixed(1) : Math.round(number)} ${unit}`;
  const ratio = theirs > 0 ? (ours / theirs).toFixed(2) : '–';
  console.log(`${label.padEnd(24)}${shown(ours).padStart(12)}${shown(theirs).padStart(14)}${ratio.padStart(9)}`);
}
