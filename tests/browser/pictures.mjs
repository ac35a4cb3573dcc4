// `npm run pictures`: the pictures of the README, at 390×844 and twice the density, each below 150 KB. Chance and the
// clock are made to repeat themselves, to the second, so that the same app gives the same pictures.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import UPNG from 'upng-js';
import { assets, readAsset } from './fixtures/bank_bytes.mjs';
import { serve } from './server.mjs';

const MOST = 150_000;
const BANK = 'zhibu-gongzuo';
const dist = resolve(import.meta.dirname, process.env.DIST ?? '../../dist');
const folder = join(import.meta.dirname, 'pictures');
mkdirSync(folder, { recursive: true });

/** Positions that are right, by stem; a judgement's are 0 for right and 1 for wrong. */
const keys = new Map();
for (const name of assets(dist)) {
  for (const { stem, answer } of readAsset(dist, name).questions) {
    keys.set(stem, Array.isArray(answer) ? answer : [answer ? 0 : 1]);
  }
}

const server = await serve(dist);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless=new', '--no-sandbox', '--disable-gpu'] });

/** A learner with the app open in a look of her own. */
async function learner({ size = 'standard', theme = 'light' } = {}) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true,
    locale: 'zh-CN', timezoneId: 'Asia/Shanghai', baseURL: server.url, reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.addInitScript((start) => {
    const steady = performance.now.bind(performance);
    window.skipped = 0;
    performance.now = () => steady() + window.skipped;
    Date.now = () => start + performance.now();
    // The same on every device; each start of the app goes on where the last one stopped, so that no two are alike.
    let state = Number(sessionStorage.getItem('chance') ?? 20261122);
    Crypto.prototype.getRandomValues = (bytes) => {
      for (let idx = 0; idx < bytes.length; idx += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        bytes[idx] = state >>> 24;
      }
      sessionStorage.setItem('chance', String(state));
      return bytes;
    };
  }, Date.parse('2026-11-22T09:00:00+08:00'));
  const it = (testid) => page.getByTestId(testid);
  const go = async (route, testid) => {
    await page.goto(`/#${route}`);
    await it(testid).first().waitFor();
  };
  await go('/settings', `size-${size}`);
  await it(`size-${size}`).check();
  await it(`theme-${theme}`).check();
  await go('/practise', 'welcome-done');
  await it('welcome-done').click();
  return {
    page, it, go,
    async practiseSingles() {
      await go(`/practise/${BANK}`, 'by-kind');
      await it('by-kind').first().click();
      await it('stem').waitFor();
    },
    /** Chooses an option by the place in which its author wrote it. */
    async choose(position) {
      await it('option').and(page.locator(`[data-position="${position}"]`)).click();
    },
    async picture(name) {
      await page.evaluate(() => document.fonts.ready);
      const shot = UPNG.decode(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
      const [pixels] = UPNG.toRGBA8(shot);
      // Fewer colours until it is small enough.
      for (const n_colours of [256, 128, 64, 32]) {
        const bytes = Buffer.from(UPNG.encode([pixels], shot.width, shot.height, n_colours));
        if (bytes.length < MOST) {
          writeFileSync(join(folder, `${name}.png`), bytes);
          console.log(`${name}.png: ${Math.round(bytes.length / 1000)} KB, ${n_colours} colours`);
          return;
        }
      }
      throw new Error(`${name} stays above ${MOST} bytes: take the picture at a lower density`);
    },
    close: () => context.close(),
  };
}

try {
  const her = await learner();
  await her.practiseSingles();
  await her.choose(0);
  await her.it('feedback').waitFor();
  await her.page.evaluate(() => scrollTo(0, 0));
  await her.picture('wrong-answer');
  for (let n = 0; n < 6; n += 1) {
    await her.it('next').click();
    await her.choose(n % 4);
    await her.it('feedback').waitFor();
  }
  await her.go(`/practise/jiguan-jiceng-zuzhi`, 'random-20');
  await her.it('random-20').click();
  await her.it('stem').waitFor();
  await her.go('/practise', 'open-practice');
  await her.picture('practise');

  await her.go('/learn/zhibu-gongzuo', 'topic');
  await her.it('topic').nth(1).click();
  await her.it('point').first().waitFor();
  await her.picture('card');

  await her.go('/compete/new', 'start');
  await her.it('start').click();
  await her.it('clock').waitFor();
  for (let n = 0; n < 40; n += 1) {
    const key = keys.get(await her.it('stem').innerText());
    if (n % 9 === 4) await her.it('flag').click();
    // Some are left open and some go wrong.
    if (n % 13 !== 5) for (const position of n % 11 === 7 ? [0] : key) await her.choose(position);
    if (n < 39) await her.it('next').click();
  }
  await her.page.evaluate(() => { window.skipped += 19 * 60_000; });
  await her.it('sheet').click();
  await her.it('cell').first().waitFor();
  await her.picture('sheet');
  await her.it('hand-in').click();
  await her.it('hand-in-yes').click();
  await her.it('result').waitFor();
  await her.picture('result');
  await her.close();

  for (const [name, look] of [['elder', { size: 'elder' }], ['dark', { theme: 'dark' }]]) {
    const other = await learner(look);
    await other.practiseSingles();
    if (name === 'dark') {
      await other.choose(3);
      await other.it('feedback').waitFor();
    }
    await other.page.evaluate(() => scrollTo(0, 0));
    await other.picture(name);
    await other.close();
  }
} finally {
  await browser.close();
  await server.close();
}
