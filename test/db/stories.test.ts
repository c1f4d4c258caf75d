import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { noteOwnReplies } from '../../src/act/reply/store.ts';
import { findAlert, openAlerts } from '../../src/alert/card/store.ts';
import { findMention, markDeleted, mentionsOfAlert } from '../../src/alert/mention/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { forgetStories } from '../../src/alert/story/store-forget.ts';
import { mergeInto, splitMention } from '../../src/assess/merge/store.ts';
import type { Database } from '../../src/db/connect.ts';
import type { Policy } from '../../src/policy/words.ts';
import { onEveryDatabase, onPostgres } from '../databases.ts';
import { withPolicy } from '../house.ts';
import { afterNoon, all, count, mention, noon, policy, replicas } from './some.ts';

const FIRE = 'The charger I bought from Acme caught fire in my kitchen last night while we slept';
const FIRE_TOLD_ANEW = 'The charger I bought from Acme caught fire in my kitchen last night while everyone slept';
const QUEUE = 'Two hours in the queue for a boarding pass because every single machine here is broken';
const HOURS = 3_600;
const byAna = { by: 'UANA', at: noon, requestId: null };

/** What each alert holds, in the order in which they were opened. */
async function told(db: Database) {
  const found = await all<{ n: number }>(db, "select mention_count as n from alerts where status = 'open' order by id");
  return found.map(({ n }) => n);
}

onEveryDatabase((open) => {
  describe('nearly the same words tell the same story', () => {
    test('from different tools, in one batch as across batches', async () => {
      const db = await open();
      const anew = mention({ text: FIRE_TOLD_ANEW, source: 'other tool', network: 'reddit' });
      await receive(db, [mention({ text: FIRE }), anew]);
      await receive(db, [mention({ text: `${FIRE}, unbelievable` }), mention({ text: QUEUE })]);
      expect(await told(db)).toEqual([3, 1]);
    });

    test('also where many older ones say the same in part, which no sweep has taken away yet', async () => {
      const db = await open();
      await receive(db, [mention({ text: FIRE })]);
      await db.sql.execute(sql`
        with fakes as (
          insert into stories (key, alert_id, last_at) select md5(n::text)::uuid, 99, ${afterNoon(-49 * HOURS).toISOString()}
          from generate_series(1, 60) n returning key
        )
        insert into bands (hash, key) select distinct b.hash, f.key from bands b, fakes f`);
      // Behind all of them.
      await db.sql.execute(sql`
        with real as (delete from bands b using stories s where s.key = b.key and s.alert_id = 1 returning b.hash, b.key)
        insert into bands (hash, key) select hash, key from real`);
      await receive(db, [mention({ text: FIRE_TOLD_ANEW })]);
      expect(await told(db)).toEqual([2]);
    });

    test('within two days, and no longer', async () => {
      const db = await open();
      await receive(db, [mention({ text: FIRE })]);
      await receive(db, [mention({ text: FIRE_TOLD_ANEW, receivedAt: afterNoon(49 * HOURS) })]);
      expect(await told(db)).toEqual([1, 1]);
    });

    test('never where the text is withheld or says too little', async () => {
      const db = await open();
      const withheld = { text: null, textState: 'withheld' } as const;
      await receive(db, [
        mention(withheld),
        mention(withheld),
        mention({ text: 'so bad' }),
        mention({ text: 'so bad!' }),
      ]);
      expect(await told(db)).toEqual([1, 1, 1, 1]);
    });

    test('and what nobody tells any more is forgotten, the mentions excepted', async () => {
      const db = await open();
      await receive(db, [mention({ text: FIRE })]);
      await forgetStories(db, afterNoon(71 * HOURS));
      expect(await count(db, 'bands')).toBeGreaterThan(5);
      await forgetStories(db, afterNoon(73 * HOURS));
      expect([await count(db, 'bands'), await count(db, 'stories'), await count(db, 'mentions')]).toEqual([0, 0, 1]);
    });
  });

  test('a reply belongs to the story of the post it answers, however little it says', async () => {
    const db = await open();
    const post = mention({ text: FIRE });
    await receive(db, [post]);
    const parent = { kind: 'reply' as const, id: post.id, url: null };
    await receive(db, [mention({ text: 'same here', parent }), mention({ text: 'same here' })]);
    expect(await told(db)).toEqual([2, 1]);
    const quoted = { kind: 'quote' as const, id: null, url: post.canonicalUrl };
    await receive(db, [mention({ text: 'look at this', parent: quoted })]);
    expect(await told(db)).toEqual([3, 1]);
  });

  test('reviews of one page are stories of their own', async () => {
    const db = await open();
    const canonicalUrl = 'https://reviews.example/shop';
    const review = (text: string) => mention({ network: 'review', canonicalUrl, text });
    await receive(db, [review(FIRE), review(QUEUE)]);
    expect(await told(db)).toEqual([1, 1]);
  });

  describe('a post that changes', () => {
    test('keeps what was heard as evidence, and shows what it says now', async () => {
      const db = await open();
      const post = mention({ text: QUEUE });
      await receive(db, [post]);
      const before = await findMention(db, post.id);
      const text = `${QUEUE}. And now somebody was injured`;
      await receive(db, [{ ...post, text, receivedAt: afterNoon(600) }]);
      expect(await findMention(db, post.id)).toEqual({ ...before, editedAt: afterNoon(600), editedText: text });
      expect(await findAlert(db, 1)).toMatchObject({ suggested: 'SEV1', mentionCount: 1 });
      const [edit] = await all<{ text: string; sha256: string }>(db, 'select text, sha256 from edits');
      expect(edit).toEqual({ text, sha256: expect.stringMatching(/^[\da-f]{64}$/) });
      expect(edit?.sha256).not.toBe(before?.sha256);
      expect(await all(db, "select wanted from deliveries where key = 'alert_card:1'")).toEqual([{ wanted: 2 }]);
      // The tool sends the same edit again.
      await receive(db, [{ ...post, text, receivedAt: afterNoon(900) }]);
      expect(await count(db, 'edits')).toBe(1);
      expect(await count(db, 'events', "type = 'mention_edited'")).toBe(1);
    });

    test('may be written and edited in one delivery', async () => {
      const db = await open();
      const post = mention({ text: QUEUE });
      await receive(db, [post, { ...post, text: FIRE }]);
      expect(await findMention(db, post.id)).toMatchObject({ text: QUEUE, editedText: FIRE });
    });

    test('may reach more people than at first, which raises what is suggested', async () => {
      const db = await open();
      const post = mention({ text: QUEUE, reach: 10 });
      await receive(db, [post]);
      await receive(db, [{ ...post, reach: 800_000 }]);
      expect(await findAlert(db, 1)).toMatchObject({ suggested: 'SEV1', reach: 800_000, mentionCount: 1 });
    });

    test('and is deleted is still there, marked since when', async () => {
      const db = await open();
      const post = mention({ text: FIRE });
      await receive(db, [post]);
      expect(await markDeleted(db, [post.id, 'never heard'], afterNoon(840))).toBe(1);
      expect(await markDeleted(db, [post.id], afterNoon(900))).toBe(0);
      expect(await findMention(db, post.id)).toMatchObject({ text: FIRE, deletedAt: afterNoon(840) });
      expect(await all(db, "select wanted from deliveries where key = 'alert_card:1'")).toEqual([{ wanted: 2 }]);
    });

    test('can be changed by nobody where it is evidence', async () => {
      const db = await open();
      const post = mention({ text: FIRE });
      await receive(db, [post]);
      for (const change of ["text = 'nothing'", 'reach = 1', "sha256 = ''", "author = '{}'", 'received_at = now()']) {
        await expect(db.sql.execute(sql.raw(`update mentions set ${change}`)), change).rejects.toThrow();
      }
      await receive(db, [{ ...post, text: QUEUE }]);
      await expect(db.sql.execute(sql`update edits set text = 'nothing'`)).rejects.toThrow();
    });
  });

  describe('what people say about stories', () => {
    test('a post that is split out takes its copies and answers along, and the machine leaves it there', async () => {
      const db = await open();
      const [first, other] = [mention({ text: FIRE }), mention({ text: FIRE_TOLD_ANEW })];
      const answer = mention({ text: 'me too', parent: { kind: 'reply', id: other.id, url: null } });
      await receive(db, [first, other, mention({ text: FIRE_TOLD_ANEW }), answer]);
      const decision = await splitMention(db, other.id, byAna);
      expect(decision).toMatchObject({ allowed: true, state: { rest: { id: 1 }, own: { id: 2, mentionCount: 3 } } });
      expect(await told(db)).toEqual([1, 3]);
      await receive(db, [mention({ text: FIRE_TOLD_ANEW }), mention({ text: FIRE })]);
      await receive(db, [mention({ canonicalUrl: other.canonicalUrl, source: 'other tool', text: null })]);
      expect(await told(db)).toEqual([2, 4]);
      expect(await count(db, 'deliveries', "key = 'alert_card:2'")).toBe(1);
      const volumes = await all(
        db,
        'select alert_id as id, sum(mentions)::int as n from volumes group by 1 order by 1',
      );
      expect(volumes).toEqual([
        { id: 1, n: 2 },
        { id: 2, n: 4 },
      ]);
    });

    test('new wordings go to whichever of the two they are nearer to', async () => {
      const db = await open();
      const other = mention({ text: FIRE_TOLD_ANEW });
      await receive(db, [mention({ text: FIRE }), other]);
      await splitMention(db, other.id, byAna);
      await receive(db, [mention({ text: `${FIRE_TOLD_ANEW} my God` }), mention({ text: `Well, ${FIRE}` })]);
      expect(await told(db)).toEqual([2, 2]);
    });

    test('the only post of a story cannot be split from it', async () => {
      const db = await open();
      const post = mention({ text: FIRE });
      await receive(db, [post, mention({ text: FIRE })]);
      expect(await splitMention(db, post.id, byAna)).toMatchObject({
        allowed: false,
        why: 'It is all there is of this story, so there is nothing to split it from.',
      });
    });

    test('what is left is suggested anew: the injury went with the post that named it', async () => {
      const db = await open();
      const injury = `${QUEUE} and an old man was injured`;
      const post = mention({ text: injury });
      await receive(db, [mention({ text: QUEUE }), post]);
      expect((await openAlerts(db, 9)).first).toMatchObject([{ suggested: 'SEV1', mentionCount: 2 }]);
      await splitMention(db, post.id, byAna);
      const [own, rest] = (await openAlerts(db, 9)).first;
      expect(own).toMatchObject({ id: 2, suggested: 'SEV1' });
      expect(rest?.suggested).not.toBe('SEV1');
    });

    test('alerts that are merged are one story from then on, with the earlier clock', async () => {
      const db = await open();
      await receive(db, [mention({ text: FIRE })]);
      await receive(db, [mention({ text: QUEUE, reach: 70_000, receivedAt: afterNoon(1_800) })]);
      expect((await mergeInto(db, 1, 2, byAna)).allowed).toBe(true);
      expect(await findAlert(db, 1)).toMatchObject({ status: 'merged', mergedInto: 2 });
      expect(await findAlert(db, 2)).toMatchObject({
        mentionCount: 2,
        receivedAt: noon,
        reach: 70_000,
        suggested: 'SEV1',
      });
      await receive(db, [mention({ text: FIRE }), mention({ text: FIRE_TOLD_ANEW }), mention({ text: QUEUE })]);
      expect(await told(db)).toEqual([5]);
      expect(await mentionsOfAlert(db, 2, 10)).toHaveLength(5);
      expect(await mergeInto(db, 1, 2, byAna)).toMatchObject({
        allowed: false,
        why: 'This alert was merged into alert 2. Continue there.',
      });
      expect(await mergeInto(db, 2, 2, byAna)).toMatchObject({ allowed: false });
    });
  });

  describe('many stories at once', () => {
    const stormy: Policy = { ...policy, storm: { stories: 3, within: 10 } };
    const one = (given: Partial<Mention> = {}) => mention({ sentiment: 'neutral', ...given });

    test('are one storm with one card, which takes in the first few; every SEV1 has its own', async () => {
      const db = await open();
      await receive(withPolicy(db, stormy), [one(), one(), one()]);
      await receive(withPolicy(db, stormy), [one(), one(), one({ text: FIRE }), one()]);
      const cards = await all<{ key: string }>(db, "select key from deliveries where kind like '%card' order by id");
      expect(cards.map(({ key }) => key).sort()).toEqual([
        'alert_card:1',
        'alert_card:2',
        'alert_card:3',
        'alert_card:6',
        'storm_card:1',
      ]);
      expect(await all(db, 'select id, stories from storms')).toEqual([{ id: 1, stories: 6 }]);
    });

    test('that come slowly enough are none', async () => {
      const db = await open();
      for (let n = 0; n < 8; n++) await receive(withPolicy(db, stormy), [one({ receivedAt: afterNoon(n * 300) })]);
      expect(await count(db, 'storms')).toBe(0);
    });

    test('a story of the storm that turns out to be SEV1 gets its card', async () => {
      const db = await open();
      const post = one({ text: QUEUE });
      await receive(withPolicy(db, stormy), [one(), one(), one(), post]);
      expect(await findAlert(db, 4)).toMatchObject({ stormId: 1 });
      await receive(withPolicy(db, stormy), [one({ text: `${QUEUE} and an old man was injured` })]);
      expect(await findAlert(db, 4)).toMatchObject({ stormId: null, suggested: 'SEV1' });
      expect(await count(db, 'deliveries', "key = 'alert_card:4'")).toBe(1);
    });
  });

  test('the pace of a story raises what is suggested, and says why', async () => {
    const db = await open();
    await receive(
      db,
      Array.from({ length: 25 }, () => mention({ text: QUEUE })),
    );
    const alert = await findAlert(db, 1);
    expect(alert?.suggested).toBe('SEV1');
    expect(alert?.suggestedBecause.join('; ')).toMatch(/25 posts an hour/);
  });

  test('what is heard is counted by story, network and five minutes, and by hour', async () => {
    const db = await open();
    await receive(db, [mention({ text: FIRE }), mention({ text: FIRE, network: 'tiktok', sentiment: 'positive' })]);
    await receive(db, [mention({ text: FIRE, receivedAt: afterNoon(120) })]);
    expect(await all(db, 'select network, mentions as n, negative from volumes order by network')).toEqual([
      { network: 'tiktok', n: 1, negative: 0 },
      { network: 'x', n: 2, negative: 2 },
    ]);
    expect(await all(db, 'select mentions as n, negative from hours')).toEqual([{ n: 3, negative: 2 }]);
  });

  test('our own answer that a source saw is proposed once, for a post that was heard and not answered yet', async () => {
    const db = await open();
    const post = mention({ text: FIRE });
    await receive(db, [post]);
    const reply = { id: 'r1', to: post.id, url: 'https://x.com/acme/1', network: 'x' as const, by: 'Acme', at: noon };
    await noteOwnReplies(db, [reply, { ...reply, id: 'r2', to: 'never heard' }], noon);
    await noteOwnReplies(db, [reply], noon);
    const owed = await all(db, "select key from deliveries where kind = 'reply_seen'");
    expect(owed).toEqual([{ key: 'reply_seen:1/r1' }]);
    expect(await count(db, 'events', "type = 'reply_seen'")).toBe(1);
  });
});

onPostgres((openUrl) => {
  test('two replicas that hear variations of one story at once tell one story', async () => {
    const [one, other] = await replicas(await openUrl());
    const wordings = Array.from({ length: 24 }, (_, i) => `${FIRE} says witness${i}`);
    await Promise.all(wordings.map((text, i) => receive(i % 2 ? one : other, [mention({ text })])));
    expect(await told(one)).toEqual([24]);
  });
});

describe('a story of seventy thousand copies', () => {
  onPostgres((openUrl) => {
    test('is split and merged again, with all its figures', async () => {
      const [db] = await replicas(await openUrl());
      const [stays, copied] = [mention({ text: QUEUE, reach: 9_000 }), mention({ text: `${QUEUE} now` })];
      await receive(db, [stays, copied]);
      const others = (
        await all<{ name: string }>(
          db,
          `select quote_ident(column_name) as name from information_schema.columns where table_name = 'mentions'
           and column_name not in ('id', 'canonical_url', 'received_at', 'network', 'reach')`,
        )
      ).map(({ name }) => name);
      await db.sql.execute(
        sql.raw(`
        insert into mentions (id, canonical_url, received_at, network, reach, ${others})
        select 'copy-' || n, 'https://x.com/copy/' || n, received_at + n * interval '1 second',
          case when n = 70000 then 'tiktok' else 'x' end, n, ${others}
        from mentions, generate_series(1, 70000) n where id = '${copied.id}'`),
      );
      await db.sql.execute(sql`update alerts set mention_count = 70002`);
      expect(await splitMention(db, copied.id, byAna)).toMatchObject({ allowed: true });
      expect(await told(db)).toEqual([1, 70_001]);
      expect(await findAlert(db, 2)).toMatchObject({
        reach: 70_000,
        networks: ['x', 'tiktok'],
        // By the last of them, which is the loudest.
        suggested: 'SEV2',
        lastMentionAt: afterNoon(70_000),
      });
      expect(await findAlert(db, 1)).toMatchObject({ reach: 9_000, networks: ['x'] });
      expect(await count(db, 'mentions', 'alert_id = 2')).toBe(70_001);
      expect(await mergeInto(db, 2, 1, byAna)).toMatchObject({ allowed: true });
      expect(await told(db)).toEqual([70_002]);
      const sums = await all(db, 'select alert_id as id, sum(mentions)::int as n from volumes group by 1');
      expect(sums).toEqual([{ id: 1, n: 70_002 }]);
    }, 120_000);
  });
});
