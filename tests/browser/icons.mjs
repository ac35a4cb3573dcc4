// `npm run icons`: the PNG icons of the home screen, drawn from public/icon.svg.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import UPNG from 'upng-js';

const root = resolve(import.meta.dirname, '../../public');
const svg = readFileSync(join(root, 'icon.svg'), 'utf8');
const RED = /fill="(#[0-9a-f]{6})"/.exec(svg)[1];

/** A launcher cuts `full` icons to its own shape, so they are red to the edge and the drawing keeps to the middle. */
const ICONS = [
  { name: 'icon-192', px: 192 },
  { name: 'icon-512', px: 512 },
  { name: 'icon-maskable-512', px: 512, full: true, scale: 0.8 },
  { name: 'icon-180', px: 180, full: true },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless=new', '--no-sandbox', '--disable-gpu'] });
try {
  for (const { name, px, full = false, scale = 1 } of ICONS) {
    const page = await browser.newPage({ viewport: { width: px, height: px } });
    const inner = Math.round(px * scale);
    await page.setContent(`<body style="margin:0;height:${px}px;display:grid;place-items:center;${full ? `background:${RED}` : ''}">${svg.replace('<svg', `<svg width="${inner}" height="${inner}"`)}</body>`);
    const shot = UPNG.decode(await page.screenshot({ omitBackground: true }));
    const bytes = Buffer.from(UPNG.encode([UPNG.toRGBA8(shot)[0]], px, px, 64));
    writeFileSync(join(root, 'root', `${name}.png`), bytes);
    console.log(`${name}.png: ${bytes.length} bytes`);
    await page.close();
  }
} finally {
  await browser.close();
}
