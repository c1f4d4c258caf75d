import { beforeEach, expect, test } from 'vitest';
import type { Outcome, Write } from '../../src/intake/each-once.ts';
import { groupCommit, QueueFull } from '../../src/intake/group-commit.ts';
import type { Mention } from '../../src/words.ts';
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

test('a batch stays within its size, and a larger request is written in parts', async () => {
  const receive = groupCommit(write, { batch: 2, waiting: 100 });
  const answers = [receive(mentions('a', 'b', 'c')), receive(mentions('d', 'e')), receive(mentions('f'))];
  for (const n of [0, 1, 2, 3]) (await nth(n)).commit();
  expect(begun.map((one) => one.ids)).toEqual([['a', 'b'], ['c'], ['d', 'e'], ['f']]);
  expect((await Promise.all(answers)).map((answer) => answer.length)).toEqual([3, 2, 1]);
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
