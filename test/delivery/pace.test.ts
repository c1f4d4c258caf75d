import { describe, expect, test } from 'vitest';
import { exhaust, spend } from '../../src/delivery/pace.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { afterNoon, noon, replicas } from '../db/some.ts';

const FIVE = { burst: 5, every: 1_000 };

onEveryDatabase((open) => {
  describe('a budget of calls', () => {
    test('allows as many in a row as its burst, and then says when to ask again', async () => {
      const db = await open();
      for (let i = 0; i < 5; i++) expect(await spend(db, 'calls', FIVE, noon)).toBeNull();
      expect(await spend(db, 'calls', FIVE, noon)).toEqual(afterNoon(1));
      expect(await spend(db, 'other calls', FIVE, noon)).toBeNull();
    });

    test('allows one more each time that passes, never more than it promised', async () => {
      const db = await open();
      let spent = 0;
      for (let ms = 0; ms <= 10_000; ms += 100) {
        if ((await spend(db, 'calls', FIVE, afterNoon(ms / 1_000))) === null) spent++;
      }
      expect(spent).toBe(15);
    });

    test('of one at a time allows one', async () => {
      const db = await open();
      const single = { burst: 1, every: 1_000 };
      expect(await spend(db, 'calls', single, noon)).toBeNull();
      expect(await spend(db, 'calls', single, afterNoon(0.001))).toEqual(afterNoon(1));
      expect(await spend(db, 'calls', single, afterNoon(0.999))).toEqual(afterNoon(1));
      expect(await spend(db, 'calls', single, afterNoon(1))).toBeNull();
    });

    test('is full again after a rest, and not fuller', async () => {
      const db = await open();
      for (let i = 0; i < 5; i++) await spend(db, 'calls', FIVE, noon);
      for (let i = 0; i < 5; i++) expect(await spend(db, 'calls', FIVE, afterNoon(600))).toBeNull();
      expect(await spend(db, 'calls', FIVE, afterNoon(600))).toEqual(afterNoon(601));
    });

    test('that the outside has ended stays empty until the time it named', async () => {
      const db = await open();
      await exhaust(db, 'calls', FIVE, afterNoon(30));
      expect(await spend(db, 'calls', FIVE, noon)).toEqual(afterNoon(30));
      expect(await spend(db, 'calls', FIVE, afterNoon(29.999))).toEqual(afterNoon(30));
      expect(await spend(db, 'calls', FIVE, afterNoon(30))).toBeNull();
      expect(await spend(db, 'calls', FIVE, afterNoon(30))).toEqual(afterNoon(31));
    });

    test('is not shortened by an earlier end', async () => {
      const db = await open();
      await exhaust(db, 'calls', FIVE, afterNoon(30));
      await exhaust(db, 'calls', FIVE, afterNoon(10));
      expect(await spend(db, 'calls', FIVE, afterNoon(20))).toEqual(afterNoon(30));
    });
  });
});

onPostgres((openUrl) => {
  test('replicas share a budget', async () => {
    const [one, other] = await replicas(await openUrl());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => spend(i % 2 ? one : other, 'calls', FIVE, noon)),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(5);
  });
});
