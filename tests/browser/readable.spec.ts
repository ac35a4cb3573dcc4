import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { faults, type Measures } from './fixtures/layout';
import { expect, test } from './fixtures/test';
import { tour } from './fixtures/tour';

type Size = 'standard' | 'large' | 'elder';
type Theme = 'light' | 'dark' | 'contrast';

/** Size and theme as the settings put them on the page, so that one tour serves several looks. */
async function look(page: Page, size: Size, theme: Theme) {
  await page.locator('html').evaluate((root, [size, theme]) => {
    root.dataset.size = size;
    root.dataset.theme = theme;
  }, [size, theme] as const);
}

/** What axe finds against WCAG 2.1 AA, one line for each rule and element. */
async function barriers(page: Page, rule?: string): Promise<string[]> {
  // There are no frames to gather from, so one run in the page itself will do.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (rule ? axe.withRules([rule]) : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`));
}

test('no screen has a barrier, and its colours carry in light, dark and high contrast', async ({ exam }) => {
  test.setTimeout(300_000);
  await exam.open();
  for await (const screen of tour(exam)) {
    await look(exam.page, 'standard', 'light');
    expect.soft(await barriers(exam.page), `${screen}, light`).toEqual([]);
    // Themes differ in colours alone.
    for (const theme of ['dark', 'contrast'] as const) {
      await look(exam.page, 'standard', theme);
      expect.soft(await barriers(exam.page, 'color-contrast'), `${screen}, ${theme}`).toEqual([]);
    }
  }
});

/** 长辈, by the numbers of the ministry. */
const ELDER = { body: 24, stem: 30, target: 60 };

test('in the elder size type and targets are large, nothing overflows, and no screen has a barrier', async ({ exam }) => {
  test.setTimeout(300_000);
  await exam.open();
  await exam.chooseSize('elder');
  for await (const screen of tour(exam)) {
    expect.soft(await barriers(exam.page), screen).toEqual([]);
    for (const width of [390, 320]) {
      await exam.page.setViewportSize({ width, height: 844 });
      expect.soft(await faults(exam.page, { width, ...ELDER }), `${screen}, ${width} px`).toEqual([]);
    }
    await exam.page.setViewportSize({ width: 390, height: 844 });
  }
});

test('in the standard and the large size nothing overflows a narrow phone or a desk screen', async ({ exam }) => {
  test.setTimeout(300_000);
  await exam.open();
  for await (const screen of tour(exam)) {
    for (const [size, width, height] of [['standard', 320, 640], ['large', 390, 844], ['standard', 1280, 800], ['large', 1280, 800]] as const) {
      await look(exam.page, size, 'light');
      await exam.page.setViewportSize({ width, height });
      expect.soft(await faults(exam.page, { width, target: 44 }), `${screen}, ${size}, ${width} px`).toEqual([]);
    }
    await exam.page.setViewportSize({ width: 390, height: 844 });
  }
});

test('the language of the page and its title say what it is', async ({ quiz }) => {
  await quiz.open();
  await expect(quiz.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(quiz.page).toHaveTitle('练 · 学练赛');
  await quiz.press('tab-me');
  await expect(quiz.page).toHaveTitle('我 · 学练赛');
});
