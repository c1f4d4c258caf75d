import { expect, test } from 'vitest';
import { watchWrites } from '../../src/source/watch-writes.ts';

function watched() {
  let at = 0;
  let settle: { commit: () => void; fail: () => void } = { commit: () => {}, fail: () => {} };
  const writes = watchWrites(
    () =>
      new Promise((resolve, reject) => {
        settle = { commit: () => resolve([]), fail: () => reject(new Error('away')) };
      }),
    () => at,
  );
  return {
    ...writes,
    pass: (seconds: number) => {
      at += seconds * 1_000;
    },
    begin: () => {
      const written = writes.write([]).catch(() => undefined);
      const ended = (how: 'commit' | 'fail') => {
        settle[how]();
        return written;
      };
      return { commit: () => ended('commit'), fail: () => ended('fail') };
    },
  };
}

test('intake where nothing comes stands still for nobody', () => {
  const { standsStill, lastDone, pass } = watched();
  pass(3_600);
  expect([standsStill(), lastDone()]).toEqual([false, null]);
});

test('a write that takes longer than ten seconds is a standstill, until it ends', async () => {
  const { standsStill, lastDone, pass, begin } = watched();
  const write = begin();
  pass(10);
  expect(standsStill()).toBe(false);
  pass(1);
  expect(standsStill()).toBe(true);
  await write.commit();
  expect([standsStill(), lastDone()]).toEqual([false, 11_000]);
});

test('a failure is one until the next success, or until nobody has tried for a minute', async () => {
  const { standsStill, pass, begin } = watched();
  await begin().fail();
  expect(standsStill()).toBe(true);
  await begin().commit();
  expect(standsStill()).toBe(false);
  await begin().fail();
  pass(61);
  expect(standsStill()).toBe(false);
});
