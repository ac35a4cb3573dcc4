import { expect, test } from './fixtures/test';

const ran = (page: import('@playwright/test').Page) => page.evaluate(() => (window as unknown as { ran?: unknown }).ran);

test('texts full of scripts are shown as they are written and run nothing', async ({ quiz }) => {
  await quiz.open('/open?src=/fixture/scripts.json');
  await expect(quiz.it('opened-title')).toContainText('<img src=x onerror=');
  await quiz.start();
  await expect(quiz.stem).toContainText('<script>window.ran=');
  await expect(quiz.stem).toContainText('{{7*7}}');
  await expect(quiz.options.filter({ hasText: '<a href="javascript:' })).toHaveCount(1);
  await quiz.answer(2);
  await expect(quiz.it('explain')).toContainText('</p></section></body>');
  await quiz.press('star');
  await quiz.press('report');
  await quiz.it('report-note').fill('<script>window.ran="note"</script>');
  await quiz.press('report-save');
  await quiz.next();
  await quiz.finish();
  await quiz.press('review');
  await expect(quiz.it('reviewed').first()).toBeVisible();
  for (const route of ['/reports', '/practise', '/wrong', '/starred', '/me', '/data']) await quiz.open(route);
  expect(await ran(quiz.page)).toBeUndefined();
});

test('an address full of scripts runs nothing', async ({ quiz, watch }) => {
  watch.expects(/^policy: .*javascript:/);
  const script = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';
  for (const route of ['/search/', '/learn/', '/learn/zhibu-gongzuo/', '/open?src=', '/nowhere/']) {
    await quiz.open(route + encodeURIComponent(script));
    await expect(quiz.page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await ran(quiz.page), route).toBeUndefined();
  }
  await quiz.open(`/open?src=${encodeURIComponent('javascript:window.ran=1')}`);
  await expect(quiz.it('open-failed')).toBeVisible();
  expect(await ran(quiz.page)).toBeUndefined();
});

test('the policy is on: a script written into the page does not run, nor does one from elsewhere', async ({ quiz, watch }) => {
  watch.expects(/^policy: /);
  watch.expects(/^foreign: https:\/\/example\.com/);
  await quiz.open();
  const policy = await quiz.page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'sha256-/);
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/);
  const broken = await quiz.page.evaluate(async () => {
    const broken: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective));
    const inline = document.createElement('script');
    inline.textContent = 'window.ran = "inline"';
    document.body.append(inline);
    const button = document.createElement('button');
    button.setAttribute('onclick', 'window.ran = "handler"');
    document.body.append(button);
    button.click();
    const foreign = document.createElement('script');
    foreign.src = 'https://example.com/x.js';
    const refused = new Promise((resolve) => foreign.addEventListener('error', resolve));
    document.body.append(foreign);
    await refused;
    return broken;
  });
  expect(await ran(quiz.page)).toBeUndefined();
  expect(broken).toContain('script-src-elem');
  expect(broken).toContain('script-src-attr');
});

test('a whole journey breaks no rule of the policy and asks no other host', async ({ exam, watch }) => {
  await exam.open();
  await exam.it('welcome-large').check();
  await exam.press('welcome-done');
  await exam.start();
  await exam.answerAny();
  await exam.press('report');
  await exam.press('report-save');
  await exam.leavePractice();
  for (const tab of ['tab-learn', 'tab-compete', 'tab-me']) await exam.press(tab);
  await exam.chooseTheme('contrast');
  await exam.sit({ counts: { single: 1, blank: 1, order: 1 }, minutes: 5 });
  await exam.answerAny();
  await exam.handIn();
  await exam.press('review');
  await exam.open('/open?src=/fixture/mixed-10.json');
  await exam.start();
  await exam.answerAny();
  expect(watch.seen).toEqual([]);
});
