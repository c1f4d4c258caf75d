import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { changeAlert, findAlert, openAlerts } from '../../src/alert/card/store.ts';
import { findMention, mentionsOfAlert } from '../../src/alert/mention/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { allow, happened } from '../../src/words/decision.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { afterNoon, all, count, mention, noon, replicas } from './some.ts';

const REFUND = 'They still owe me a refund after eight weeks';
const HOURS = 3_600;

onEveryDatabase((open) => {
  describe('a mention', () => {
    test('comes back as it was received', async () => {
      const db = await open();
      const full = mention({
        author: { name: 'Zoë "Z" O’Neil', followers: 12_000, verified: true },
        title: 'A title',
        text: 'Ünïcode 🔥, a \\ backslash and a "quote"\nin 2 lines',
        publishedAt: new Date('2026-03-02T11:59:59.123Z'),
        receivedAt: new Date('2026-03-02T12:00:00.456Z'),
        sentiment: 'negative',
        reach: 9_007_199_254_740_991,
        engagement: 0,
        query: 'brand',
      });
      await receive(db, [full]);
      expect(await findMention(db, full.id)).toEqual({
        ...full,
        alertId: 1,
        sha256: expect.stringMatching(/^[\da-f]{64}$/),
        editedAt: null,
        editedText: null,
        deletedAt: null,
      });
    });

    test('opens an alert that comes back with the same types', async () => {
      const db = await open();
      await receive(db, [mention({ text: REFUND, reach: 60_000, receivedAt: noon })]);
      const alert = await findAlert(db, 1);
      expect(alert).toMatchObject({
        id: 1,
        version: 1,
        status: 'open',
        receivedAt: noon,
        responseDueAt: afterNoon(2 * HOURS),
        reach: 60_000,
        mentionCount: 1,
        networks: ['x'],
        response: null,
        suggested: 'SEV2',
      });
      expect(alert).not.toHaveProperty('nextDueAt');
      expect(await all(db, 'select type, alert_id from events')).toEqual([{ type: 'alert_opened', alert_id: 1 }]);
    });
  });

  describe('a post is stored once', () => {
    test('when it comes again with the same id', async () => {
      const db = await open();
      const post = mention();
      expect(await receive(db, [post])).toEqual(['accepted']);
      expect(await receive(db, [{ ...post, text: 'edited since' }])).toEqual(['duplicate']);
      expect(await count(db, 'mentions')).toBe(1);
      expect((await findAlert(db, 1))?.mentionCount).toBe(1);
    });

    test('when another source brings the same address', async () => {
      const db = await open();
      const post = mention();
      await receive(db, [post]);
      const again = mention({ source: 'other tool', canonicalUrl: post.canonicalUrl, text: 'worded otherwise' });
      expect(await receive(db, [again])).toEqual(['duplicate']);
    });

    test('when the same source brings the same words at the same address under another id', async () => {
      const db = await open();
      const post = mention({ text: 'Never again!' });
      await receive(db, [post]);
      const again = mention({ canonicalUrl: post.canonicalUrl, text: 'never AGAIN' });
      expect(await receive(db, [again])).toEqual(['duplicate']);
    });

    test('when the text is withheld the second time', async () => {
      const db = await open();
      const post = mention();
      await receive(db, [post]);
      const again = mention({ canonicalUrl: post.canonicalUrl, text: null, textState: 'withheld' });
      expect(await receive(db, [again])).toEqual(['duplicate']);
    });

    test('when it is twice in one batch', async () => {
      const db = await open();
      const post = mention();
      const byUrl = mention({ source: 'other tool', canonicalUrl: post.canonicalUrl });
      expect(await receive(db, [post, post, byUrl])).toEqual(['accepted', 'duplicate', 'duplicate']);
      expect(await count(db, 'mentions')).toBe(1);
    });
  });

  test('reviews of one source at one address are different posts', async () => {
    const db = await open();
    const canonicalUrl = 'https://reviews.example/shop';
    const review = (text: string) => mention({ network: 'review', canonicalUrl, text });
    const [good, bad, ugly] = [review('Good'), review('Bad'), review('Ugly')];
    expect(await receive(db, [good, bad])).toEqual(['accepted', 'accepted']);
    expect(await receive(db, [ugly, review('good!'), review('bad')])).toEqual(['accepted', 'duplicate', 'duplicate']);
  });

  test('an address with thousands of reviews costs no more than any other', async () => {
    const db = await open();
    const canonicalUrl = 'https://reviews.example/shop';
    const reviews = (from: number) =>
      Array.from({ length: 2_000 }, (_, i) => mention({ canonicalUrl, text: `Review ${from + i} of this shop here` }));
    await receive(db, reviews(0));
    const started = performance.now();
    const outcomes = await receive(db, [...reviews(2_000), ...reviews(1_000)]);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(2_000);
    // A second or two; all pairs would be twelve million comparisons: minutes, however fast the machine.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('outcomes come in the order of the batch', async () => {
    const db = await open();
    const [a, b, c] = [mention(), mention(), mention()];
    await receive(db, [b]);
    expect(await receive(db, [a, b, c, a])).toEqual(['accepted', 'duplicate', 'accepted', 'duplicate']);
    expect(await receive(db, [])).toEqual([]);
  });

  describe('one story is one alert', () => {
    test('when different people post the same words within two days', async () => {
      const db = await open();
      await receive(db, [mention({ text: REFUND, reach: 10 })]);
      const late = afterNoon(47 * HOURS);
      await receive(db, [
        mention({ text: `RT @kim: ${REFUND.toUpperCase()}!`, network: 'bluesky', reach: 80_000, receivedAt: late }),
      ]);
      expect((await openAlerts(db, 10)).first).toMatchObject([
        { id: 1, version: 2, mentionCount: 2, reach: 80_000, networks: ['x', 'bluesky'], lastMentionAt: late },
      ]);
      expect(await mentionsOfAlert(db, 1, 10)).toHaveLength(2);
      expect(await mentionsOfAlert(db, 1, 10, 1)).toMatchObject([{ network: 'bluesky' }]);
    });

    test('in a batch as across batches, with one card owed', async () => {
      const db = await open();
      await receive(
        db,
        Array.from({ length: 50 }, () => mention({ text: REFUND })),
      );
      await receive(db, [mention({ text: REFUND }), mention({ text: REFUND })]);
      expect((await openAlerts(db, 10)).first).toMatchObject([{ mentionCount: 52 }]);
      expect(await count(db, 'mentions', 'alert_id = 1')).toBe(52);
      expect(await all(db, 'select key, status, wanted from deliveries order by key')).toEqual([
        { key: 'alert_card:1', status: 'waiting', wanted: 2 },
      ]);
      expect(await count(db, 'events')).toBe(1);
    });

    test('until nobody has told it for two days', async () => {
      const db = await open();
      await receive(db, [mention({ text: REFUND })]);
      await receive(db, [mention({ text: REFUND, receivedAt: afterNoon(40 * HOURS) })]);
      await receive(db, [mention({ text: REFUND, receivedAt: afterNoon(80 * HOURS) })]);
      expect(await count(db, 'alerts')).toBe(1);
      await receive(db, [mention({ text: REFUND, receivedAt: afterNoon(129 * HOURS) })]);
      expect((await openAlerts(db, 10)).first).toMatchObject([
        { id: 2, mentionCount: 1 },
        { id: 1, mentionCount: 3 },
      ]);
    });

    test('and very short texts tell none', async () => {
      const db = await open();
      await receive(db, [mention({ text: 'so bad' }), mention({ text: 'so bad' })]);
      expect(await count(db, 'alerts')).toBe(2);
    });
  });

  test('one more mention leaves alone what people decided', async () => {
    const db = await open();
    await receive(db, [mention({ text: REFUND })]);
    await changeAlert(db, 1, noon, (alert) => allow({ ...alert, severity: 'SEV3', note: 'ours', claimedBy: 'UANA' }));
    await receive(db, [mention({ text: REFUND, reach: 900_000 })]);
    expect(await findAlert(db, 1)).toMatchObject({
      severity: 'SEV3',
      note: 'ours',
      claimedBy: 'UANA',
      suggested: 'SEV1',
      version: 3,
      mentionCount: 2,
    });
  });

  test('a batch that fails stores nothing of it', async () => {
    const db = await open();
    const broken = mention({ reach: 1e30 });
    await expect(receive(db, [mention(), broken, mention()])).rejects.toThrow();
    for (const table of ['mentions', 'alerts', 'stories', 'events', 'deliveries']) {
      expect(await count(db, table), table).toBe(0);
    }
    expect(await receive(db, [mention()])).toEqual(['accepted']);
    expect((await openAlerts(db, 1)).first[0]?.id).toBe(1);
  });

  test('workers are told only after the commit', async () => {
    const db = await open();
    let seen = -1;
    let told: Promise<void> | undefined;
    db.onOwed(() => {
      told = count(db, 'deliveries').then((n) => {
        seen = n;
      });
    });
    await receive(db, [mention()]);
    await told;
    expect(seen).toBe(1);
  });
});

onPostgres((openUrl) => {
  test('two replicas that hear one story at once make one alert and lose nothing', async () => {
    const [one, other] = await replicas(await openUrl());
    const batches = Array.from({ length: 20 }, () => [mention({ text: REFUND }), mention()]);
    const shared = mention({ text: REFUND });
    const outcomes = await Promise.all([
      ...batches.map((batch, i) => receive(i % 2 ? one : other, batch)),
      receive(one, [shared]),
      receive(other, [shared]),
    ]);
    expect(outcomes.flat().filter((outcome) => outcome === 'accepted')).toHaveLength(41);
    expect(await count(one, 'mentions')).toBe(41);
    const story = await one.sql.execute<{ mention_count: number }>(
      sql`select mention_count from alerts where mention_count > 1`,
    );
    expect(story).toEqual([{ mention_count: 21 }]);
    expect(await count(one, 'alerts')).toBe(21);
    expect(await count(one, 'deliveries', "kind = 'alert_card'")).toBe(21);
  });

  test('mentions that pour in and clicks on their alerts do not block each other for good', async () => {
    const [one, other] = await replicas(await openUrl());
    const texts = Array.from({ length: 4 }, () => mention().text);
    await receive(
      one,
      texts.map((text) => mention({ text })),
    );
    const work = Array.from({ length: 40 }, async (_, i) => {
      const forwards = texts.map((text) => mention({ text }));
      await receive(i % 2 ? one : other, i % 2 ? forwards : forwards.reverse());
      const decided = await changeAlert(i % 2 ? other : one, (i % 4) + 1, noon, (alert) =>
        allow(alert, {
          events: [happened('alert_claimed', 'UANA', noon, { alertId: alert.id })],
          // In any order: what is owed is written in one.
          owed: [...[1, 2, 3, 4].map((id) => ({ kind: 'alert_card' as const, alertId: ((id + i) % 4) + 1 }))],
        }),
      );
      expect(decided.allowed).toBe(true);
    });
    await Promise.all(work);
    expect(await count(one, 'mentions')).toBe(164);
    expect(await all(one, 'select mention_count as n from alerts order by id')).toEqual(
      Array.from({ length: 4 }, () => ({ n: 41 })),
    );
  });
});
