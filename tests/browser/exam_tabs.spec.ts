import type { Page } from '@playwright/test';
import { ExamPage } from './fixtures/exam_page';
import { withoutLocks } from './fixtures/storage';
import { expect, test } from './fixtures/test';

const PLAN = { counts: { single: 4 }, minutes: 20 };

/** The address of the exam that a tab has before it. */
const exam_of = (page: Page) => new URL(page.url()).hash.slice(1);

for (const [browser, prepare] of [
  ['with locks', async () => undefined],
  ['without locks', withoutLocks],
] as [string, (page: Page) => Promise<void>][]) {
  test.describe(`a timed exam in two tabs of a browser ${browser}`, () => {
    test.beforeEach(async ({ page }) => prepare(page));

    test('is sat in the first until the second takes it over, with every answer', async ({ exam, context }) => {
      const page = await context.newPage();
      await prepare(page);
      const other = new ExamPage(page);
      await exam.open();
      await exam.sit(PLAN);
      await exam.answerAny();
      await exam.next();
      await other.open(exam_of(exam.page));
      await expect(other.it('elsewhere')).toContainText('已在另一个窗口打开');
      await expect(other.stem).toBeHidden();
      await expect(exam.clock, 'the first goes on').toBeVisible();

      await other.press('sit-here');
      await expect(other.clock).toBeVisible();
      await exam.page.bringToFront();
      await expect(exam.it('elsewhere')).toBeVisible();
      await expect(exam.stem).toBeHidden();

      await other.page.bringToFront();
      await other.openSheet();
      await expect(other.summary).toContainText('已答1');
      await other.handIn();
      await exam.open();
      expect(await exam.nAnswers()).toBe(1);
      await expect(exam.running).toBeHidden();
    });

    test('goes back to the first when that one wants it', async ({ exam, context }) => {
      const page = await context.newPage();
      await prepare(page);
      const other = new ExamPage(page);
      await exam.open();
      await exam.sit(PLAN);
      await other.open(exam_of(exam.page));
      await other.press('sit-here');
      await expect(other.clock).toBeVisible();
      await other.answerAny();
      await exam.page.bringToFront();
      await expect(exam.it('elsewhere')).toBeVisible();
      await exam.press('sit-here');
      await expect(exam.clock).toBeVisible();
      await exam.openSheet();
      await expect(exam.summary).toContainText('已答1');
      await other.page.bringToFront();
      await expect(other.it('elsewhere')).toBeVisible();
    });

    test('is free for the second once the first is closed', async ({ exam, context }) => {
      const page = await context.newPage();
      await prepare(page);
      const other = new ExamPage(page);
      await exam.open();
      await exam.sit(PLAN);
      await exam.answerAny();
      const address = exam_of(exam.page);
      await other.open(address);
      await expect(other.it('elsewhere')).toBeVisible();
      await exam.page.close();
      // A note on the shelf is believed for some seconds after its tab is gone.
      await expect(async () => {
        await other.open(address);
        await expect(other.clock).toBeVisible({ timeout: 2000 });
      }).toPass({ timeout: 20_000 });
    });

    test('goes on after its own tab is reloaded', async ({ exam }) => {
      await exam.open();
      await exam.sit(PLAN);
      await exam.answerAny();
      await exam.reload();
      await expect(exam.clock).toBeVisible();
      await expect(exam.it('elsewhere')).toHaveCount(0);
    });

    test('is free for the second once the first has gone to another page', async ({ exam, context }) => {
      const page = await context.newPage();
      await prepare(page);
      const other = new ExamPage(page);
      await exam.open();
      await exam.sit(PLAN);
      const address = exam_of(exam.page);
      await exam.open('/me');
      await other.page.bringToFront();
      await expect(async () => {
        await other.open(address);
        await expect(other.clock).toBeVisible({ timeout: 2000 });
      }).toPass({ timeout: 20_000 });
    });
  });
}
