/** Intake against its floor: the same server answering after one prepared insert per batch, knowing nothing. */

import type { IncomingMessage } from 'node:http';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { receive } from '../../src/alert/mention/store-receive.ts';
import type { Mention } from '../../src/alert/mention/words.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { groupCommit, TOGETHER } from '../../src/source/group-commit.ts';
import { intakeHandler } from '../../src/source/push/http.ts';
import { onPostgres } from '../databases.ts';
import { connect, withPolicy } from '../house.ts';
import { type Load, startLoader } from './loader.ts';
import { inTurn, median, quantile, report, sized } from './measure.ts';
import { type Served, serve } from './serve.ts';

const ROUNDS = sized(4, 1);
const SECONDS = sized(1.2, 0.2);
const CONNECTIONS = sized(48, 8);
const token = 'a-token-for-the-bench';

const LOADS = [
  { name: 'single posts, each a new story', size: 1, story: 'new' },
  { name: 'single posts, all one story', size: 1, story: 'same' },
  { name: 'batches of 100, each a new story', size: 100, story: 'new' },
  { name: 'batches of 100, all one story', size: 100, story: 'same' },
] as const;

/** What a mention is in the floor's table: the columns of ours, and no index but its key. */
const FLOOR_TABLE = `
  create table floor as select * from mentions;
  alter table floor add primary key (id), alter column alert_id set default 0`;

onPostgres((openUrl) => {
  const loader = startLoader();
  const ends: (() => unknown)[] = [loader.close];
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test('intake against its floor', async () => {
    const url = await openUrl();
    const ask = postgres(url, { max: 2, onnotice: () => {} });
    await ask.unsafe(FLOOR_TABLE);
    const floor = await floorServer(ask);
    const ours = await ourServer(url);
    ends.push(floor.close, ours.close, () => ask.end());
    let runs = 0;

    /** One round, counted: what was sent is what is stored. */
    async function round(server: Served, table: string, { size, story }: (typeof LOADS)[number]): Promise<Load> {
      await ask`truncate ${ask(table)}, alerts, stories, deliveries, events`;
      const run = `r${++runs}`;
      const shape = { kind: 'mentions', run, size, story, token } as const;
      const load = await loader.send({ port: server.port, connections: CONNECTIONS, seconds: SECONDS, ...shape });
      const [stored] =
        await ask`select count(*)::int as n, count(distinct external_id)::int as posts from ${ask(table)}`;
      expect({ n: load.accepted, ...stored }).toEqual({ n: load.mentions, posts: load.mentions });
      expect(stored?.n).toBe(load.mentions);
      if (table === 'floor') return load;
      const [told] = await ask`select count(*)::int as alerts, sum(mention_count)::int as mentions from alerts`;
      expect(told).toEqual({ alerts: story === 'same' ? 1 : load.mentions, mentions: load.mentions });
      return load;
    }

    const table = [];
    for (const load of LOADS) {
      const measured = await inTurn(ROUNDS, {
        floor: () => round(floor, 'floor', load),
        ours: () => round(ours, 'mentions', load),
      });
      const rate = (loads: Load[]) => median(loads.map((one) => one.mentions / one.seconds));
      const late = (loads: Load[]) =>
        quantile(
          loads.flatMap((one) => one.latencies),
          0.99,
        );
      const ratio = rate(measured.ours) / rate(measured.floor);
      table.push({
        load: load.name,
        'ours / floor': ratio,
        'ours mentions/s': rate(measured.ours),
        'floor mentions/s': rate(measured.floor),
        'ours p99 ms': late(measured.ours),
        'floor p99 ms': late(measured.floor),
      });
    }
    const target =
      'told, not held: the floor proves and reads nothing; every round counted, no mention lost or doubled';
    report(`Intake, ${CONNECTIONS} connections, PostgreSQL`, target, table);
  });
});

async function ourServer(databaseUrl: string): Promise<Served> {
  const db = withPolicy(await connect({ databaseUrl, dataDir: '' }), defaultSettings().policy);
  const source = { name: 'generic', kind: 'generic', settings: {}, secrets: { token }, isPaused: false };
  const handle = intakeHandler({
    find: async () => source,
    stores: {
      mentions: groupCommit((mentions) => receive(db, mentions), TOGETHER.PostgreSQL),
      deletions: async () => 0,
      ownReplies: async () => {},
      arrived: async () => {},
    },
    now: () => new Date(),
  });
  const served = await serve((req, res) => void handle(req, res));
  return { ...served, close: () => served.close().then(db.close) };
}

/** What the load sends. */
type Post = Pick<Mention, 'id' | 'text' | 'url' | 'network' | 'author' | 'reach' | 'sentiment'> & {
  published_at: string;
};

async function floorServer(ask: postgres.Sql): Promise<Served> {
  const write = groupCommit(async (mentions) => {
    await insert(ask, mentions);
    return mentions.map(() => 'accepted');
  });
  return serve(async (req, res) => {
    const sent = JSON.parse(await textOf(req));
    const posts: Post[] = Array.isArray(sent) ? sent : [sent];
    const outcomes = await write(posts.map(asMention));
    const body = JSON.stringify({ accepted: outcomes.length });
    res.writeHead(202, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
}

/** Nothing is read or checked: every field is taken as it comes. */
function asMention(post: Post): Mention {
  const { id, text, url, network, author, reach, sentiment } = post;
  return {
    ...{ id, externalId: id, source: 'floor', text, textState: 'full', url, canonicalUrl: url, network, author },
    ...{ title: null, publishedAt: new Date(post.published_at), receivedAt: new Date(), sentiment, reach },
    ...{ engagement: null, rating: null, language: null, parent: null, query: null },
  };
}

function insert(ask: postgres.Sql, mentions: Mention[]): Promise<unknown> {
  const rows = mentions.map((one) => ({
    ...{ id: one.id, source: one.source, external_id: one.externalId, network: one.network, url: one.url },
    ...{ canonical_url: one.canonicalUrl, author: one.author, text: one.text, text_state: one.textState },
    ...{ published_at: one.publishedAt, received_at: one.receivedAt, reach: one.reach, sentiment: one.sentiment },
  }));
  return ask`
    insert into floor (id, alert_id, source, external_id, network, url, canonical_url, author, text, text_state,
      published_at, received_at, reach, sentiment)
    select id, 0, source, external_id, network, url, canonical_url, author, text, text_state,
      published_at, received_at, reach, sentiment
    from jsonb_populate_recordset(null::floor, ${JSON.stringify(rows)}::text::jsonb)`.execute();
}

function textOf(req: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks).toString()));
  });
}
