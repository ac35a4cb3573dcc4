import { expect, test } from './fixtures/test';

const BANK = 'zhibu-gongzuo';

test('two people on one device keep records and sizes of their own', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await quiz.answerAny();
  await quiz.go('/learners');
  await quiz.it('learner-name').fill('王芳');
  await quiz.it('learner-unit').fill('第一党支部');
  await quiz.press('save-learner');
  await expect(quiz.it('learner-said')).toHaveText('已保存。');
  await quiz.press('add-learner');
  await expect(quiz.it('learner')).toHaveCount(2);
  expect(await quiz.nAnswers()).toBe(0);
  await quiz.go('/practise');
  await expect(quiz.it('open-practice')).toBeHidden();
  await quiz.practise(BANK, 'in-order');
  for (let n = 0; n < 3; n += 1) {
    if (n > 0) await quiz.next();
    await quiz.answerAny();
  }
  await quiz.reload();
  expect(await quiz.nAnswers()).toBe(3);
  await quiz.go('/learners');
  await quiz.it('learner').filter({ hasText: '王芳 · 第一党支部' }).click();
  await expect(quiz.it('learner').filter({ hasText: '王芳' })).toContainText('正在用');
  expect(await quiz.nAnswers()).toBe(1);
});

test('a learner is removed with everything of hers, after the backup was offered', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await quiz.answerAny();
  await quiz.go('/learners');
  await expect(quiz.it('remove-learner'), 'the only one cannot be removed').toBeHidden();
  await quiz.press('add-learner');
  await expect(quiz.it('learner')).toHaveCount(2);
  await quiz.practise(BANK, 'in-order');
  await quiz.answerAny();
  const ids = () => quiz.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((db) => db.name!);
    const keys = [...names, ...Object.keys(localStorage)].filter((key) => key.startsWith('xueliansai/'));
    return [...new Set(keys.map((key) => key.split('/')[1]).filter((id) => /^([0-9a-f]{16}|1)$/.test(id!)))].sort();
  });
  await expect.poll(ids).toHaveLength(2);
  await quiz.go('/learners');
  await quiz.press('remove-learner');
  await expect(quiz.it('backup-first')).toBeVisible();
  const again = quiz.page.waitForEvent('load');
  await quiz.press('remove-yes');
  await again;
  await expect(quiz.it('learner')).toHaveCount(1);
  await expect.poll(ids).toEqual(['1']);
  expect(await quiz.nAnswers()).toBe(1);
});

test('a pin hides the record, a wrong one does not open it, and a forgotten one loses nothing', async ({ quiz }) => {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await quiz.answerAny();
  await quiz.go('/learners');
  await quiz.it('learner-pin').fill('12a');
  await quiz.press('save-learner');
  await expect(quiz.it('learner-said')).toContainText('4到6位数字');
  await quiz.it('learner-pin').fill('2468');
  await quiz.press('save-learner');
  await expect(quiz.it('learner-said')).toHaveText('已保存。');
  await quiz.reload();
  await expect(quiz.it('lock')).toBeVisible();
  await expect(quiz.it('tab-me')).toBeHidden();
  await quiz.it('pin').fill('1111');
  await quiz.press('unlock');
  await expect(quiz.it('wrong-pin')).toBeVisible();
  await quiz.it('pin').fill('2468');
  await quiz.press('unlock');
  await expect(quiz.it('lock')).toBeHidden();
  expect(await quiz.nAnswers()).toBe(1);
  await quiz.reload();
  await quiz.press('forgot-pin');
  await quiz.press('cancel-pin');
  expect(await quiz.nAnswers()).toBe(1);
  await quiz.reload();
  await expect(quiz.it('lock')).toBeHidden();
});

test('people whose roll the browser threw away are found again by their archives', async ({ quiz }) => {
  await quiz.open();
  await quiz.go('/learners');
  await quiz.press('add-learner');
  await expect(quiz.it('learner')).toHaveCount(2);
  await quiz.practise(BANK, 'in-order');
  await quiz.answerAny();
  await quiz.page.waitForTimeout(300);
  await quiz.page.evaluate(() => localStorage.clear());
  await quiz.open('/learners');
  await expect(quiz.it('learner')).toHaveCount(2);
  await quiz.it('learner').filter({ hasText: '换成这个人' }).click();
  await expect(quiz.it('learner').first()).toBeVisible();
  expect(await quiz.nAnswers()).toBe(1);
});
