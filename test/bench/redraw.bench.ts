/** What a card costs each time it is drawn anew, of a story or a storm of fifty thousand mentions. */

import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { findAlert } from '../../src/alert/card/store.ts';
import { findMention, markDeleted, mentionsBeside, mentionsOfAlert } from '../../src/alert/mention/store.ts';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { spreadOf, volumesOf } from '../../src/alert/spread/store.ts';
import { findStorm, storiesOfStorm, stormFigures } from '../../src/alert/storm/store.ts';
import { splitMention } from '../../src/assess/merge/store.ts';
import type { Database } from '../../src/db/connect.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { after, minutes } from '../../src/words/time.ts';
import { onPostgres } from '../databases.ts';
import { connect, withPolicy } from '../house.ts';
import { mention, noon } from '../make.ts';
import { IS_SMALL, median, type Row, report, sized, timed, verdict } from './measure.ts';

const MENTIONS = sized(50_000, 2_000);
const STORIES = sized(2_500, 100);
const BATCH = 500;
const ROUNDS = sized(40, 2);
/** Milliseconds: on the embedded database all else waits for it. */
const AT_MOST = 20;
const { policy } = defaultSettings();
const storms = { ...policy, storm: { stories: 1, within: 10 } };
const SAID = 'They threw my suitcase from the belt and laughed about it all the way to the bus';
const NETWORKS = ['x', 'facebook', 'instagram', 'reddit', 'news'] as const;

const ends: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

// In small the one on PostgreSQL tells that it runs: an embedded database takes ten seconds to open.
test.skipIf(IS_SMALL)(
  'redraw on the embedded database',
  async () => {
    const open = async () => withPolicy(await connect({ dataDir: 'memory' }), policy);
    await measure('PGlite', open);
  },
  600_000,
);

onPostgres((openUrl) => {
  test('redraw on PostgreSQL', async () => {
    await measure('PostgreSQL', async () =>
      withPolicy(await connect({ databaseUrl: await openUrl(), dataDir: '' }), policy),
    );
  }, 600_000);
});

async function measure(engine: string, open: () => Promise<Database>): Promise<void> {
  const [story, storm] = [await open(), await open()];
  ends.push(story.close, storm.close);
  const last = await tellStory(story);
  await tellStorm(storm);
  const now = after(noon, minutes(125));
  const alert = await findAlert(story, 1);
  const first = alert && (await findMention(story, alert.firstMentionId));
  if (!alert || !first) throw new Error('no alert');
  expect(alert.mentionCount).toBe(MENTIONS);
  const table: Row[] = [
    await row('the card of a story', async () => {
      const found = await findAlert(story, 1);
      await findMention(story, found?.firstMentionId ?? '');
      await spreadOf(story, alert, first, now);
    }),
    await row('its chart', () => volumesOf(story, 1)),
    await row('its last page of mentions', () => mentionsBeside(story, 1, 8, { ...last, way: 'earlier' })),
    await row('its first page', () => mentionsOfAlert(story, 1, 8)),
    await row('the card of a storm', async () => {
      const [found] = await Promise.all([
        findStorm(storm, 1),
        stormFigures(storm, 1, now),
        storiesOfStorm(storm, 1, 5),
      ]);
      expect(found).not.toBeNull();
    }),
  ];
  const split = await timed(() => splitMention(story, last.id, { by: 'UANA', at: now, requestId: null }));
  report(
    `A redraw, ${MENTIONS.toLocaleString('en')} mentions (the storm in ${STORIES.toLocaleString('en')} stories), ${engine}`,
    `under ${AT_MOST} ms`,
    [...table, { what: 'half of it split out, once', ms: split, longest: split, '': '' }],
  );
}

async function row(what: string, work: () => Promise<unknown>): Promise<Row> {
  await work();
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++) took.push(await timed(work));
  return { what, ms: median(took), longest: Math.max(...took), '': verdict(median(took) < AT_MOST) };
}

let made = 0;
function post(text: string, at: Date, given: Partial<Mention> = {}): Mention {
  const id = String(++made);
  const url = `https://x.com/someone/status/${id}`;
  const followers = made % 3 === 0 ? {} : { followers: (made * 7_919) % 10_007 };
  return mention({
    ...{ id: id.padStart(32, '0'), externalId: id, text, url, canonicalUrl: url, receivedAt: at },
    ...{ network: NETWORKS[made % NETWORKS.length] ?? 'x', author: { handle: `h${made % 20_000}`, ...followers } },
    ...given,
  });
}

/** Two hours long, half of it in other words, the last one on a network of its own, some of it deleted. Answers the last. */
async function tellStory(db: Database): Promise<{ id: string; at: Date }> {
  let last: Mention | undefined;
  for (let told = 0; told < MENTIONS; told += BATCH) {
    const at = after(noon, Math.floor((told / MENTIONS) * minutes(120)));
    const batch = Array.from({ length: BATCH }, (_, i) => post(i % 2 ? SAID : `${SAID} again`, at));
    last = batch.at(-1);
    if (told + BATCH === MENTIONS && last) last.network = 'tiktok';
    await receive(db, batch);
    await markDeleted(
      db,
      batch.slice(0, 5).map(({ id }) => id),
      at,
    );
  }
  await db.sql.execute(sql`vacuum analyze`);
  if (!last) throw new Error('nothing told');
  return { id: last.id, at: last.receivedAt };
}

async function tellStorm(db: Database): Promise<void> {
  const words = (story: number) => Array.from({ length: 12 }, (_, at) => `s${story}w${at}`).join(' ');
  for (let told = 0; told < MENTIONS; told += BATCH) {
    const at = after(noon, Math.floor((told / MENTIONS) * minutes(120)));
    const batch = Array.from({ length: BATCH }, (_, i) => post(words((told + i) % STORIES), at));
    await receive(withPolicy(db, storms), batch);
  }
  await db.sql.execute(sql`vacuum analyze`);
}
