import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';
import { BackupPage } from './fixtures/backup_page';
import { fakeClock } from './fixtures/clock';
import { at, ContestPage } from './fixtures/contest_page';
import { OrganiserPage } from './fixtures/organiser_page';
import { readCsv, readSheet, unzip } from './fixtures/sheet';
import { expect, test } from './fixtures/test';

const TITLE = '机关党建知识竞赛';
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** A browser of somebody else, at this time of the day. */
async function elsewhere(browser: Browser, baseURL: string, time: string) {
  const context = await browser.newContext({ ...PHONE, baseURL, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', serviceWorkers: 'block' });
  const page = await context.newPage();
  await BackupPage.refuseClipboard(page);
  await fakeClock(page, at(time));
  return new ContestPage(page);
}

test.describe('a whole contest', () => {
  // The organiser has a PC.
  test.use({ viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false });

  test('is made, sat on three phones, gathered from a chat, ranked and taken to Excel', async ({ page, browser, server }) => {
    test.setTimeout(240_000);
    await BackupPage.refuseClipboard(page);
    await fakeClock(page, at('08:30'));
    const organiser = new OrganiserPage(page);
    await organiser.open('/organise');
    await organiser.begin('exam');
    await organiser.name(TITLE);
    for (const section of await organiser.it('section-n').all()) await section.fill('3');
    await organiser.it('f-units').fill('办公室\n财务处\n人事处');
    await organiser.it('pass').fill('10');
    await organiser.it('minutes').fill('20');
    await organiser.it('f-opens').fill('2026-11-22T09:00');
    await organiser.it('f-closes').fill('2026-11-22T18:00');
    await organiser.it('per-entrant').selectOption({ label: '人人同卷' });
    await expect(organiser.it('problems')).toHaveCount(0);
    await organiser.publish();
    const link = await organiser.link();
    expect(await organiser.scan(), 'the code says what the link says').toBe(link);
    const route = link.slice(link.indexOf('#') + 1);

    // One comes by the link in the chat and answers everything.
    const first = await elsewhere(browser, server.url, '10:00');
    await first.open(route);
    await first.enter('参赛者甲', '办公室');
    const asked = (await first.seen()).stem;
    const n = Number(/\/ (\d+)/.exec(await first.position.innerText())![1]);
    expect(n).toBeGreaterThan(3);
    for (let idx = 0; idx < n; idx += 1) {
      await first.answerAny();
      if (idx + 1 < n) await first.next();
    }
    await first.handIn();
    await first.press('show-receipt');
    const good = await first.receiptText();

    // One is killed in the middle and goes on with the clock running.
    const second = await elsewhere(browser, server.url, '11:00');
    await second.open(route);
    await second.enter('参赛者乙', '财务处');
    expect((await second.seen()).stem, 'the same paper for all').toBe(asked);
    await second.answerAny();
    await second.next();
    const before = await second.seen();
    await second.page.goto('about:blank');
    await second.page.clock.fastForward('05:00');
    await second.open('/compete');
    await second.press('my-contest');
    await second.press('continue-contest');
    expect(await second.seen()).toEqual(before);
    expect(await second.left()).toBeLessThanOrEqual(15 * 60);
    await second.sitAndHandIn(2);
    await second.press('show-receipt');
    const resumed = await second.receiptText();

    // One begins in time and hands in after the close.
    const third = await elsewhere(browser, server.url, '17:55');
    await third.open(route);
    await third.enter('参赛者丙', '人事处');
    await third.page.clock.fastForward('10:00');
    await third.sitAndHandIn(2);
    await third.press('show-receipt');
    const late = await third.receiptText();

    // Somebody turns a letter of her text, and somebody else chats in between.
    const body = resumed.lastIndexOf('XLSD1.') + 40;
    const tampered = resumed.slice(0, body) + (resumed[body] === 'A' ? 'B' : 'A') + resumed.slice(body + 1);
    const chat = `群聊\n参赛者甲 10:25\n${good}\n参赛者丁 10:26\n收到\n参赛者乙 11:20\n${resumed}\n参赛者乙 11:21\n${tampered}\n参赛者丙 18:06\n${late}`;
    await page.clock.setSystemTime(at('18:30'));
    await organiser.press('to-desk');
    await organiser.it('desk-paste').fill(chat);
    await organiser.press('desk-take');
    await expect(organiser.it('desk-outcome')).toContainText('这一批4份：新收3份，已有0份，没有收下1份');
    await expect(organiser.it('batch-refused')).toContainText('答卷与签名不符');
    await expect(organiser.it('desk-counts')).toContainText('收到3份，计入2份，待定1份');
    await organiser.press('desk-check');
    const waiting = organiser.it('receipt');
    await expect(waiting).toHaveCount(1);
    await expect(waiting).toContainText('参赛者丙');
    await expect(waiting).toContainText('迟交');
    await waiting.getByTestId('decide-counts').click();
    await organiser.press('desk-ranking');
    await expect(organiser.it('ranked')).toHaveCount(3);
    const ranked = (await organiser.it('ranked').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));

    await organiser.press('desk-output');
    const save = async (button: string) => {
      const downloading = page.waitForEvent('download');
      await organiser.it('export-results').getByTestId(button).click();
      return (await downloading).path();
    };
    const csv = readCsv(readFileSync(await save('save-csv'), 'utf8').replace('\ufeff', ''));
    const book = await save('save-xlsx');
    const cells = readSheet(unzip(book).get('xl/worksheets/sheet1.xml')!);
    const head = csv.findIndex(([name]) => name === '名次');
    for (const idx of [0, 1, 2]) {
      const row = csv[head + 1 + idx]!;
      expect(ranked[idx]).toContain(`${row[0]} ${row[1]}`);
      expect(ranked[idx]).toContain(`${row[4]}分`);
      expect([cells.get(`A${idx + 2}`), cells.get(`B${idx + 2}`), cells.get(`E${idx + 2}`)]).toEqual([Number(row[0]), row[1], Number(row[4])]);
    }
    expect(csv.slice(head + 1, head + 4).map((row) => row[1]).sort()).toEqual(['参赛者丙', '参赛者乙', '参赛者甲'].sort());
    // For a look by another reader of workbooks.
    mkdirSync('test-results/contest', { recursive: true });
    copyFileSync(book, 'test-results/contest/results.xlsx');
    for (const who of [first, second, third]) await who.page.context().close();
  });
});
