import { chromium } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QuizPage } from './fixtures/quiz_page';
import { expect, test } from './fixtures/test';

/** How often the renderer is killed; `npm run kills -- 50` says otherwise. */
const KILLS = Number(process.env.KILLS ?? 20);

const BANK = 'zhibu-gongzuo';

test(`${KILLS} times the renderer is killed in mid-practice, and every answer judged is there`, async ({ server, launchOptions, viewport }) => {
  test.setTimeout(60_000 + KILLS * 10_000);
  const folder = mkdtempSync(join(tmpdir(), 'xueliansai-kills-'));
  const context = await chromium.launchPersistentContext(folder, {
    ...launchOptions, viewport, isMobile: true, hasTouch: true, locale: 'zh-CN', baseURL: server.url,
  });
  try {
    const judged: boolean[] = [];
    let n_lost = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const page = await context.newPage();
      const quiz = new QuizPage(page);
      await quiz.open();
      if (kill === 0) {
        await quiz.practise(BANK, 'in-order');
      } else {
        const found = Number((await quiz.it('open-practice').innerText()).match(/已答(\d+)题/)?.[1] ?? 0);
        n_lost += Math.max(0, judged.length - found);
        expect.soft(found, `answers there after kill ${kill}`).toBe(judged.length);
        await quiz.press('continue');
        expect.soft(await quiz.isRight(), `the last verdict after kill ${kill}`).toBe(judged.at(-1));
        await quiz.next();
      }
      // One answer or two, so that a kill follows the first answer of a life in turn with a later one.
      for (let n = 0; n <= kill % 2; n += 1) {
        await quiz.answerAny();
        judged.push(await quiz.isRight());
        if (n < kill % 2) await quiz.next();
      }
      const crashed = page.waitForEvent('crash');
      const devtools = await context.newCDPSession(page);
      // The answer to this never comes.
      devtools.send('Page.crash').catch(() => undefined);
      await crashed;
      await page.close();
    }

    const quiz = new QuizPage(await context.newPage());
    await quiz.open();
    await quiz.press('continue');
    for (let n = judged.length; n >= 1; n -= 1) {
      await expect(quiz.position).toContainText(`${n} /`);
      expect.soft(await quiz.isRight(), `the verdict of question ${n}`).toBe(judged[n - 1]);
      if (n > 1) await quiz.page.keyboard.press('ArrowLeft');
    }
    console.log(`    ${KILLS} kills, ${judged.length} answers judged, ${n_lost} lost`);
    expect(n_lost).toBe(0);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
});
