import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Mention } from '../../src/alert/mention/words.ts';
import type { Outcome, Write } from '../../src/source/each-once.ts';
import { groupCommit, QueueFull } from '../../src/source/group-commit.ts';
import { mentionOf } from './mapped.ts';

/** A write that was begun and ends when the test says so. */
interface Begun {
  ids: string[];
  commit: () => void;
  fail: (reason: Error) => void;
}

let begun: Begun[] = [];
let stored = new Set<string>();
beforeEach(() => {
  begun = [];
  stored = new Set();
});

const write: Write = (mentions) =>
  new Promise((resolve, reject) => {
    const ids = mentions.map((mention) => mention.externalId);
    const commit = () => {
      const outcomes = ids.map((id): Outcome => (stored.has(id) ? 'duplicate' : 'accepted'));
      for (const id of ids) stored.add(id);
      resolve(outcomes);
    };
    begun.push({ ids, commit, fail: reject });
  });

function mentions(...ids: string[]): Mention[] {
  return ids.map((id) => mentionOf({ text: 'x', id }));
}

/** The nth write, once it was begun. */
async function nth(n: number): Promise<Begun> {
  for (let turn = 0; turn < 50; turn++) {
    const found = begun[n];
    if (found) return found;
    await Promise.resolve();
  }
  throw new Error(`write ${n} was never begun`);
}

test('a lone request is written at once', () => {
  void groupCommit(write)(mentions('a'));
  expect(begun.map((one) => one.ids)).toEqual([['a']]);
});

test('what arrives during a write is written together after it, and each caller gets its own answers', async () => {
  const receive = groupCommit(write);
  stored.add('c');
  const first = receive(mentions('a'));
  const second = receive(mentions('b', 'c'));
  const third = receive(mentions('d'));
  expect(begun).toHaveLength(1);

  (await nth(0)).commit();
  expect((await nth(1)).ids).toEqual(['b', 'c', 'd']);
  begun[1]?.commit();
  expect(await Promise.all([first, second, third])).toEqual([['accepted'], ['accepted', 'duplicate'], ['accepted']]);
});

test('between two writes a moment passes, in which more come together; a lone request never waits for it', async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const receive = groupCommit(write, { gathers: 20, batch: 48 });
  void receive(mentions('a'));
  expect(begun).toHaveLength(1);
  void receive(mentions('b'));
  begun[0]?.commit();
  await vi.advanceTimersByTimeAsync(10);
  void receive(mentions('c'));
  expect(begun).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(10);
  expect((await nth(1)).ids).toEqual(['b', 'c']);
  // These are enough.
  for (const one of ['d', 'e', 'f']) void receive(mentions(one));
  begun[1]?.commit();
  expect((await nth(2)).ids).toEqual(['d', 'e', 'f']);
});

test('nobody is answered before the commit', async () => {
  let answered = false;
  const answer = groupCommit(write)(mentions('a')).then(() => {
    answered = true;
  });
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(answered).toBe(false);
  begun[0]?.commit();
  await answer;
  expect(answered).toBe(true);
});

test('the same mention in two requests of a batch is written once and accepted once', async () => {
  const receive = groupCommit(write);
  const answers = [receive(mentions('a')), receive(mentions('b', 'b')), receive(mentions('b'))];
  (await nth(0)).commit();
  expect((await nth(1)).ids).toEqual(['b']);
  begun[1]?.commit();
  expect(await Promise.all(answers)).toEqual([['accepted'], ['accepted', 'duplicate'], ['duplicate']]);
});

test('when a batch fails each request is tried alone, and only the bad one fails', async () => {
  const receive = groupCommit(write);
  const answers = Promise.allSettled(['a', 'good', 'bad', 'fine'].map((id) => receive(mentions(id))));
  (await nth(0)).commit();
  (await nth(1)).fail(new Error('poison'));
  for (const n of [2, 3, 4]) {
    const alone = await nth(n);
    if (alone.ids.includes('bad')) alone.fail(new Error('poison'));
    else alone.commit();
  }
  expect((await answers).map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(begun.map((one) => one.ids)).toEqual([['a'], ['good', 'bad', 'fine'], ['good'], ['bad'], ['fine']]);
});

test('a lone request that fails is told so at once, and the next is written as ever', async () => {
  const receive = groupCommit(write);
  const failing = receive(mentions('a'));
  (await nth(0)).fail(new Error('the database is away'));
  await expect(failing).rejects.toThrow('the database is away');
  const next = receive(mentions('b'));
  (await nth(1)).commit();
  expect(await next).toEqual(['accepted']);
  expect(begun).toHaveLength(2);
});

test('when the store is away nobody is tried alone: all that waited together are told at once', async () => {
  const away = new Error('the database is away');
  const receive = groupCommit(write, undefined, (failure) => failure === away);
  const answers = Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => receive(mentions(id))));
  (await nth(0)).commit();
  (await nth(1)).fail(away);
  expect((await answers).map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  expect(begun).toHaveLength(2);
});

test('a store that goes away while each is tried alone is not asked for the others', async () => {
  const away = new Error('the database is away');
  const receive = groupCommit(write, undefined, (failure) => failure === away);
  const answers = Promise.allSettled(['a', 'good', 'bad', 'late', 'later'].map((id) => receive(mentions(id))));
  (await nth(0)).commit();
  (await nth(1)).fail(new Error('poison'));
  (await nth(2)).commit();
  (await nth(3)).fail(away);
  expect((await answers).map((answer) => answer.status)).toEqual([
    ...['fulfilled', 'fulfilled', 'rejected', 'rejected', 'rejected'],
  ]);
  expect(begun).toHaveLength(4);
});

test('whoever is gone before their turn is not written, and leaves room for others', async () => {
  const receive = groupCommit(write, { batch: 10, waiting: 3 });
  const gone = new AbortController();
  const first = receive(mentions('a'));
  const leaving = receive(mentions('b', 'c'), gone.signal);
  const staying = receive(mentions('d'));
  await expect(receive(mentions('e'))).rejects.toBeInstanceOf(QueueFull);
  gone.abort(new Error('the sender was answered'));
  await expect(leaving).rejects.toThrow('the sender was answered');
  const last = receive(mentions('e'));
  (await nth(0)).commit();
  (await nth(1)).commit();
  expect(await Promise.all([first, staying, last])).toEqual([['accepted'], ['accepted'], ['accepted']]);
  expect(begun.map((one) => one.ids)).toEqual([['a'], ['d', 'e']]);
});

test('a write that was begun goes on though nobody waits for it, and is counted', async () => {
  const receive = groupCommit(write);
  const gone = new AbortController();
  const answer = receive(mentions('a'), gone.signal);
  gone.abort(new Error('the sender was answered'));
  (await nth(0)).commit();
  expect(await answer).toEqual(['accepted']);
});

test('when one part of a large request fails, its other parts are not tried', async () => {
  const receive = groupCommit(write, { batch: 1, waiting: 100 });
  const large = receive(mentions('a', 'b', 'c'));
  const other = receive(mentions('d'));
  (await nth(0)).fail(new Error('the database is away'));
  await expect(large).rejects.toThrow('the database is away');
  (await nth(1)).commit();
  expect(await other).toEqual(['accepted']);
  expect(begun.map((one) => one.ids)).toEqual([['a'], ['d']]);
});

test('a batch stays within its size, and a larger request is written in parts', async () => {
  const receive = groupCommit(write, { batch: 2, waiting: 100 });
  const answers = [receive(mentions('a', 'b', 'c')), receive(mentions('d', 'e')), receive(mentions('f'))];
  for (const n of [0, 1, 2, 3]) (await nth(n)).commit();
  expect(begun.map((one) => one.ids)).toEqual([['a', 'b'], ['c'], ['d', 'e'], ['f']]);
  expect((await Promise.all(answers)).map((answer) => answer.length)).toEqual([3, 2, 1]);
});

test('a batch stays within what it may hold of text, and a longer text is written alone', async () => {
  const receive = groupCommit(write, { characters: 10 });
  const texts = (...lengths: number[]) =>
    mentions(...lengths.map((_, at) => `${lengths.length}${at}`)).map((one, at) => ({
      ...one,
      title: null,
      text: 'x'.repeat(lengths[at] ?? 0),
    }));
  const answers = [receive(texts(4, 4, 4)), receive(texts(30, 6)), receive(texts(3))];
  for (const n of [0, 1, 2, 3]) (await nth(n)).commit();
  expect(begun.map((one) => one.ids)).toEqual([['30', '31'], ['32'], ['20'], ['21', '10']]);
  expect((await Promise.all(answers)).flat()).toHaveLength(6);
});

test('when too many wait the next is sent away, and there is room again after a write', async () => {
  const receive = groupCommit(write, { batch: 10, waiting: 3 });
  const answers = [receive(mentions('a')), receive(mentions('b', 'c'))];
  await expect(receive(mentions('d', 'e'))).rejects.toBeInstanceOf(QueueFull);
  (await nth(0)).commit();
  (await nth(1)).commit();
  await Promise.all(answers);
  void receive(mentions('d', 'e'));
  expect((await nth(2)).ids).toEqual(['d', 'e']);
});

test('a write that answers for too few mentions is a failure, not a silent loss', async () => {
  await expect(groupCommit(async () => [])(mentions('a'))).rejects.toThrow('1 mentions were written, but 0 answers');
});

test('a request without mentions writes nothing', async () => {
  expect(await groupCommit(write)([])).toEqual([]);
  expect(begun).toEqual([]);
});
