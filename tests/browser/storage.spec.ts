import { createHash } from 'node:crypto';
import { QuizPage } from './fixtures/quiz_page';
import {
  addEntry, archived, blockArchive, blockBoth, blockShelf, BLOCKINGS, fillQuota, FIRST_VERSION, flipByte, freeQuota,
  leaveTheApp, limitRoom, nArchived, replaceEntry, room, texts, throwAtPut, untilArchived, wipeArchive, wipeShelf,
} from './fixtures/storage';
import { expect, test } from './fixtures/test';

const BANK = 'zhibu-gongzuo';
const NONE = { shelf: 0, archive: 0 };
const PLENTY = { shelf: 1000, archive: 1000 };

/** Answers so many questions and ends with the last one's feedback in view. */
async function answer(quiz: QuizPage, n: number) {
  // Of two tabs only the one in front is drawn.
  await quiz.page.bringToFront();
  await expect(quiz.stem).toBeVisible();
  for (let done = 0; done < n; done += 1) {
    if (await quiz.feedback.isVisible()) await quiz.next();
    await quiz.answerAny();
  }
}

/** An event as an entry of the archive has it. */
function pack(event: number[]): number[] {
  return [event.length >> 24, event.length >> 16, event.length >> 8, event.length].map((byte) => byte & 255).concat(event);
}

/** The event that the n-th question was starred, as it is kept. */
function starred(n: number): number[] {
  const text = (text: string) => [text.length, ...Buffer.from(text)];
  const id = [0, 0, 0, 0, 0, 0, 0, 9];
  const varint = (n: number) => (n < 128 ? [n] : [(n & 127) | 128, n >> 7]);
  const body = [...varint(n), ...varint(n + 1), 0, 7, ...text('zhibu-gongzuo'), ...text(`q-${n}`), 1];
  const event = [2, ...id, ...body];
  return [...event, ...createHash('sha256').update(Uint8Array.from(event)).digest().subarray(0, 4)];
}

async function practise(quiz: QuizPage, n: number) {
  await quiz.open();
  await quiz.practise(BANK, 'in-order');
  await answer(quiz, n);
}

test.describe('a store that is not there', () => {
  test('without localStorage the archive carries on, and this is said once and mildly', async ({ quiz }) => {
    await blockShelf(quiz.page);
    await practise(quiz, 3);
    await expect(quiz.notKept).toContainText('记录改存在另一处');
    await expect(quiz.it('keep-again'), 'nothing is unkept').toBeHidden();
    await quiz.press('one-store');
    await expect(quiz.notKept).toBeHidden();
    await expect.poll(() => nArchived(quiz.page)).toBeGreaterThanOrEqual(4);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(3);
  });

  for (const how of BLOCKINGS) {
    test(`an archive that ${how} leaves the record on the shelf`, async ({ quiz }) => {
      await blockArchive(quiz.page, how);
      await practise(quiz, 3);
      await expect(quiz.notKept).toContainText('数据库用不了');
      await quiz.press('one-store');
      await expect(quiz.notKept).toBeHidden();
      await quiz.reload();
      expect(await quiz.nAnswers()).toBe(3);
    });
  }

  test('with both blocked the app practises and says that nothing is kept', async ({ quiz }) => {
    await blockBoth(quiz.page);
    await quiz.open();
    await expect(quiz.notKept).toContainText('不让本页存数据');
    await quiz.start();
    await quiz.finish();
    expect(await quiz.nAnswers()).toBe(10);
    await expect(quiz.notKept).toBeVisible();
    await expect(quiz.it('one-store'), 'a loss cannot be waved away').toBeHidden();
    await quiz.chooseTheme('dark');
    await quiz.go('/data');
    await expect(quiz.page.getByRole('main')).toContainText('关掉页面后记录就没了');
  });

  test('settings that cannot be kept hold until the page is closed', async ({ quiz }) => {
    await blockBoth(quiz.page);
    await quiz.open();
    await quiz.chooseSize('elder');
    await quiz.go('/practise');
    await expect(quiz.page.locator('html')).toHaveAttribute('data-size', 'elder');
  });
});

test.describe('a store that is full', () => {
  test('a full shelf loses nothing while the archive holds', async ({ quiz }) => {
    await limitRoom(quiz.page);
    await practise(quiz, 3);
    await expect(quiz.notKept).toBeHidden();
    await room(quiz.page, { shelf: 0 });
    await answer(quiz, 2);
    await expect(quiz.notKept).toContainText('满了，新记录改存在另一处');
    await expect(quiz.it('keep-again')).toBeHidden();
    await expect.poll(() => nArchived(quiz.page)).toBeGreaterThan((await texts(quiz.page)).length);
    await room(quiz.page, PLENTY);
    await answer(quiz, 1);
    await expect(quiz.notKept).toBeHidden();
    await quiz.reload();
    expect(await quiz.nAnswers()).toBe(6);
  });

  test('an archive that refuses loses nothing while the shelf holds, and is brought up to date at the next start', async ({ quiz }) => {
    await limitRoom(quiz.page);
    await practise(quiz, 1);
    await untilArchived(quiz.page);
    const n_before = await nArchived(quiz.page);
    await room(quiz.page, { archive: 0 });
    await answer(quiz, 3);
    await expect(quiz.notKept).toContainText('现在只存在一处');
    await expect(quiz.it('keep-again')).toBeHidden();
    expect(await nArchived(quiz.page)).toBe(n_before);
    await quiz.reload();
    expect(await quiz.nAnswers()).toBe(4);
    await untilArchived(quiz.page);
    expect(await nArchived(quiz.page)).toBeGreaterThan(n_before);
  });

  for (const [name, back] of [['both stores', PLENTY], ['the shelf', { shelf: 1000 }], ['the archive', { archive: 1000 }]] as const) {
    test(`with both full it is said what is not kept, and kept when room returns in ${name}`, async ({ quiz }) => {
      await limitRoom(quiz.page);
      await practise(quiz, 3);
      await room(quiz.page, NONE);
      await answer(quiz, 2);
      // Two answers, and each time the step to the next question.
      await expect(quiz.notKept).toContainText('有4条新记录还没存下');
      await quiz.press('keep-again');
      await expect(quiz.notKept, 'still full').toContainText('有4条新记录还没存下');
      await room(quiz.page, back);
      // The attempt before may be under way still and find the room by itself.
      await quiz.it('keep-again').click({ timeout: 3_000 }).catch(() => undefined);
      await expect(quiz.it('keep-again')).toBeHidden();
      await quiz.reload();
      await expect(quiz.notKept).toBeHidden();
      expect(await quiz.nAnswers()).toBe(5);
    });
  }

  test('the next answer that finds room takes along the ones that found none', async ({ quiz }) => {
    await limitRoom(quiz.page);
    await practise(quiz, 2);
    await room(quiz.page, NONE);
    await answer(quiz, 2);
    await expect(quiz.it('keep-again')).toBeVisible();
    await room(quiz.page, PLENTY);
    await answer(quiz, 1);
    await expect(quiz.notKept).toBeHidden();
    await untilArchived(quiz.page);
    await quiz.reload();
    expect(await quiz.nAnswers()).toBe(5);
  });

  for (const n_writes of [1, 5, 30]) {
    test(`stores that fill up after ${n_writes} writes lose nothing kept before`, async ({ quiz }) => {
      await limitRoom(quiz.page);
      await quiz.open('/open?src=/fixture/singles-50.json');
      await quiz.start();
      await untilArchived(quiz.page);
      await room(quiz.page, { shelf: n_writes, archive: n_writes });
      // A step to the next question is a write like an answer: an odd number ends with an answer.
      const n_kept = Math.ceil(n_writes / 2);
      await answer(quiz, n_kept + 1);
      await expect(quiz.notKept).toContainText(`有${n_writes % 2 ? 2 : 1}条新记录还没存下`);
      await quiz.open();
      expect(await quiz.nAnswers()).toBe(n_kept);
    });
  }

  test('the real quota of localStorage, filled by another site, loses nothing and is told', async ({ quiz }) => {
    await practise(quiz, 4);
    await fillQuota(quiz.page);
    await answer(quiz, 3);
    await expect(quiz.notKept).toContainText('新记录改存在另一处');
    await quiz.reload();
    expect(await quiz.nAnswers()).toBe(7);
    await freeQuota(quiz.page);
    await quiz.go('/practise');
    await quiz.press('continue');
    await answer(quiz, 1);
    await expect(quiz.notKept).toBeHidden();
  });

  test('an app opened on a full shelf and without an archive says at the first answer that it is not kept', async ({ quiz }) => {
    await blockArchive(quiz.page);
    await practise(quiz, 1);
    await fillQuota(quiz.page);
    await quiz.open();
    await quiz.press('continue');
    await answer(quiz, 1);
    await expect(quiz.notKept).toContainText('之前的记录都在，但有2条新记录还没存下');
    await freeQuota(quiz.page);
    await quiz.press('keep-again');
    await expect(quiz.it('keep-again')).toBeHidden();
    await quiz.reload();
    expect(await quiz.nAnswers()).toBe(2);
  });

  test('an archive that throws in the middle of tidying keeps what it held', async ({ quiz }) => {
    // What had been deleted in order to be joined was gone for good, because the transaction was not aborted.
    await practise(quiz, 1);
    const [, [, one]] = await texts(quiz.page) as [unknown, [string, string]];
    await leaveTheApp(quiz.page);
    const bytes = [...Buffer.from(one, 'base64url')];
    for (let n = 0; n < 210; n += 1) await addEntry(quiz.page, pack(bytes));
    await wipeShelf(quiz.page);
    const n_before = await nArchived(quiz.page);
    await throwAtPut(quiz.page);
    await quiz.page.addInitScript(() => {
      const remove = IDBObjectStore.prototype.delete;
      IDBObjectStore.prototype.delete = function noted(what) {
        document.documentElement.dataset.tidied = 'yes';
        return remove.call(this, what);
      };
    });
    await quiz.open();
    await expect(quiz.page.locator('html')).toHaveAttribute('data-tidied', 'yes');
    expect(await nArchived(quiz.page)).toBe(n_before);
    await quiz.reload();
    expect(await quiz.nAnswers()).toBe(1);
  });
});

test.describe('a store that is wiped between two visits', () => {
  test('the shelf: the archive has everything', async ({ quiz }) => {
    await practise(quiz, 4);
    await untilArchived(quiz.page);
    await leaveTheApp(quiz.page);
    await wipeShelf(quiz.page);
    await quiz.open();
    await quiz.press('continue');
    await answer(quiz, 2);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(6);
  });

  test('the archive: the shelf has everything and fills it again', async ({ quiz }) => {
    await practise(quiz, 4);
    await untilArchived(quiz.page);
    await leaveTheApp(quiz.page);
    await wipeArchive(quiz.page);
    await quiz.open();
    await quiz.press('continue');
    await answer(quiz, 2);
    expect(await quiz.nAnswers()).toBe(6);
    await untilArchived(quiz.page);
    await leaveTheApp(quiz.page);
    await wipeShelf(quiz.page);
    await quiz.open();
    expect(await quiz.nAnswers(), 'now from the archive alone').toBe(6);
  });
});

test.describe('a store that is damaged', () => {
  test('a flipped byte on the shelf costs nothing that the archive holds', async ({ quiz }) => {
    await practise(quiz, 4);
    await untilArchived(quiz.page);
    await leaveTheApp(quiz.page);
    await flipByte(quiz.page, (await texts(quiz.page)).pop()![0]);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(4);
    await quiz.go('/data');
    await expect(quiz.it('used')).toBeVisible();
    await expect(quiz.it('set-aside')).toBeHidden();
  });

  test('a flipped byte on the shelf alone costs that one answer, is told, and the text is kept as it is', async ({ quiz }) => {
    await blockArchive(quiz.page);
    await practise(quiz, 4);
    const [key] = (await texts(quiz.page)).pop()!;
    const damaged = await flipByte(quiz.page, key);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(3);
    await quiz.go('/data');
    await expect(quiz.it('set-aside')).toContainText('有1份旧记录读不出来，已原样另存');
    const all = await quiz.page.evaluate(() => Object.values(localStorage) as string[]);
    expect(all, 'it is kept as it was').toContain(damaged);
    expect((await texts(quiz.page)).map(([key]) => key)).not.toContain(key);
    await quiz.open('/data');
    await expect(quiz.it('used')).toBeVisible();
    await expect(quiz.it('set-aside'), 'told once').toBeHidden();
  });

  for (const shelf of ['whole', 'gone'] as const) {
    test(`a damaged entry of the archive with the shelf ${shelf} is told and costs what nobody else has`, async ({ quiz }) => {
      await practise(quiz, 4);
      await untilArchived(quiz.page);
      await leaveTheApp(quiz.page);
      const [key, bytes] = (await archived(quiz.page)).filter(([key]) => typeof key === 'number').pop()!;
      await replaceEntry(quiz.page, key as number, bytes.map((byte, idx) => (idx === bytes.length - 6 ? byte ^ 1 : byte)));
      await addEntry(quiz.page, [0, 0, 255, 255, 7]);
      if (shelf === 'gone') await wipeShelf(quiz.page);
      await quiz.open();
      expect(await quiz.nAnswers()).toBe(shelf === 'whole' ? 4 : 3);
      await quiz.go('/data');
      await expect(quiz.it('set-aside')).toContainText('有2份旧记录读不出来');
      await quiz.go('/practise');
      await quiz.press('continue');
      await answer(quiz, 1);
      await quiz.open();
      expect(await quiz.nAnswers(), 'what comes after the damage').toBe(shelf === 'whole' ? 5 : 4);
    });
  }

  test('an archive in which nothing can be read leaves the shelf its say', async ({ quiz }) => {
    await practise(quiz, 3);
    await untilArchived(quiz.page);
    await leaveTheApp(quiz.page);
    for (const [key] of await archived(quiz.page)) await replaceEntry(quiz.page, key as number, [9, 9, 9]);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(3);
  });
});

test.describe('a record of another version', () => {
  test('a newer text and a newer entry are left where they are and told', async ({ quiz }) => {
    await practise(quiz, 2);
    await untilArchived(quiz.page);
    await leaveTheApp(quiz.page);
    const [[, text]] = await texts(quiz.page) as [[string, string]];
    // The first byte is the version.
    const bytes = [99, ...Buffer.from(text, 'base64url').subarray(1)];
    const key = 'xueliansai/1/log/ffffffffffffffff-0';
    const newer = Buffer.from(bytes).toString('base64url');
    await quiz.page.evaluate(([key, newer]) => localStorage.setItem(key!, newer!), [key, newer]);
    const entry = pack(bytes);
    await addEntry(quiz.page, entry);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(2);
    await quiz.go('/data');
    await expect(quiz.it('newer')).toContainText('有2份记录由更新的版本写成');
    await expect(quiz.it('set-aside')).toBeHidden();
    await quiz.go('/practise');
    await quiz.press('continue');
    await answer(quiz, 1);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(3);
    expect(Object.fromEntries(await texts(quiz.page))[key]).toBe(newer);
    expect((await archived(quiz.page)).map(([, bytes]) => bytes)).toContainEqual(entry);
  });

  test('the record of the first version is read after an update and moves into the archive', async ({ quiz }) => {
    await leaveTheApp(quiz.page);
    await quiz.page.evaluate(({ key, text }) => localStorage.setItem(key, text), FIRST_VERSION);
    await quiz.open();
    // It ends with everything cleared but stars, so a star is what shows that it was read.
    expect(await quiz.count('starred')).toBe(1);
    await quiz.go('/data');
    await expect(quiz.it('used')).toBeVisible();
    await expect(quiz.it('set-aside')).toBeHidden();
    await untilArchived(quiz.page, 11);
    await practise(quiz, 2);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(2);
    await leaveTheApp(quiz.page);
    await wipeShelf(quiz.page);
    await quiz.open();
    expect(await quiz.count('starred'), 'from the archive alone').toBe(1);
    expect(await quiz.nAnswers()).toBe(2);
  });
});

test.describe('without the code that reads what is older', () => {
  const OLDER = /split_settle\.wasm$/;

  test('a record of the first version stays where it is until that code is there, and undoes nothing', async ({ quiz, watch }) => {
    watch.expects(/^error: /);
    await leaveTheApp(quiz.page);
    await quiz.page.evaluate(({ key, text }) => localStorage.setItem(key, text), FIRST_VERSION);
    await quiz.page.route(OLDER, (route) => route.abort());
    await practise(quiz, 2);
    await quiz.open();
    expect(await quiz.nAnswers()).toBe(2);
    await quiz.go('/data');
    await expect(quiz.it('used')).toBeVisible();
    await expect(quiz.it('set-aside'), 'it is not taken for damaged').toBeHidden();
    expect(Object.fromEntries(await texts(quiz.page))[FIRST_VERSION.key]).toBe(FIRST_VERSION.text);
    await quiz.page.unroute(OLDER);
    await quiz.open();
    expect(await quiz.count('starred'), 'now it is read').toBe(1);
    expect(await quiz.nAnswers(), 'it ends with everything cleared, which was before').toBe(2);
  });

  test('a log that was summed up opens all the same, and nothing becomes of its summary', async ({ quiz, watch }) => {
    watch.expects(/^error: /);
    await quiz.open();
    await leaveTheApp(quiz.page);
    for (let n = 0; n < 230; n += 1) await addEntry(quiz.page, pack(starred(n)));
    const summaries = async () => (await archived(quiz.page)).filter(([key]) => String(key).startsWith('snapshot/'));
    await quiz.open();
    await expect.poll(async () => (await summaries()).length).toBe(1);
    const written = await summaries();
    await leaveTheApp(quiz.page);
    await quiz.page.route(OLDER, (route) => route.abort());
    await practise(quiz, 2);
    expect(await quiz.nAnswers()).toBe(2);
    await quiz.go('/practise');
    expect(await quiz.count('starred')).toBe(230);
    expect(await summaries()).toEqual(written);
    await quiz.page.unroute(OLDER);
    await quiz.open();
    expect(await quiz.count('starred')).toBe(230);
    expect(await quiz.nAnswers()).toBe(2);
  });
});

test.describe('two tabs', () => {
  test('that practise at once lose nothing', async ({ quiz, context }) => {
    const other = new QuizPage(await context.newPage());
    await quiz.open();
    await other.open();
    await quiz.practise(BANK, 'random-20');
    await other.practise('jiguan-jiceng-zuzhi', 'random-20');
    for (let n = 0; n < 6; n += 1) {
      await answer(quiz, 2);
      await answer(other, 2);
    }
    expect(await quiz.nAnswers(), 'each hears of the other at once').toBe(24);
    await quiz.reload();
    await other.reload();
    expect(await quiz.nAnswers()).toBe(24);
    expect(await other.nAnswers()).toBe(24);
  });

  test('with one practice open in both keep the answers of both', async ({ quiz, context }) => {
    await practise(quiz, 1);
    const other = new QuizPage(await context.newPage());
    await other.open();
    await other.press('continue');
    await answer(other, 2);
    await answer(quiz, 4);
    await quiz.open();
    expect(await quiz.nAnswers(), 'the second and third question, answered twice, count once').toBe(5);
  });

  test('an answer that only the shelf took is there, though another tab archived a later one', async ({ quiz, context }) => {
    // It was put into the archive unseen and shown only at the start after the next.
    const other = new QuizPage(await context.newPage());
    await limitRoom(quiz.page);
    await quiz.open();
    await other.open();
    await quiz.practise(BANK, 'in-order');
    await other.practise('jiguan-jiceng-zuzhi', 'in-order');
    await answer(quiz, 1);
    await room(quiz.page, { archive: 0 });
    await answer(quiz, 1);
    await expect(quiz.notKept).toContainText('现在只存在一处');
    await answer(other, 1);
    await expect.poll(() => nArchived(other.page)).toBe(2 + 2);
    await quiz.page.close();
    await other.open();
    expect(await other.nAnswers()).toBe(3);
    await untilArchived(other.page);
    await other.open();
    expect(await other.nAnswers()).toBe(3);
  });
});
