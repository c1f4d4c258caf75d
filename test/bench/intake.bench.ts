/** Intake against its floor: the same server answering after one prepared insert per batch, knowing nothing. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { receive } from '../../src/db/mentions.ts';
import { groupCommit } from '../../src/intake/group-commit.ts';
import { intakeHandler } from '../../src/intake/http.ts';
import { defaultSettings } from '../../src/settings.ts';
import { onPostgres } from '../databases.ts';
import { type Load, startLoader } from './loader.ts';
import { inTurn, median, quantile, report, verdict } from './measure.ts';
import { type Served, serve } from './serve.ts';

const ROUNDS = 4;
const SECONDS = 1.2;
const CONNECTIONS = 48;
const AT_LEAST = 0.5;
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
        '': verdict(ratio >= AT_LEAST),
        'ours mentions/s': rate(measured.ours),
        'floor mentions/s': rate(measured.floor),
        'ours p99 ms': late(measured.ours),
        'floor p99 ms': late(measured.floor),
      });
    }
    const target = `at least ${AT_LEAST} of the floor; every round counted, no mention lost or doubled`;
    report(`Intake, ${CONNECTIONS} connections, PostgreSQL`, target, table);
  });
});

async function ourServer(databaseUrl: string): Promise<Served> {
  const db = await connect({ databaseUrl, dataDir: '' });
  const { policy } = defaultSettings();
  const handle = intakeHandler({
    token,
    receive: groupCommit((mentions) => receive(db, policy, mentions)),
    now: () => new Date(),
  });
  const served = await serve((req, res) => void handle(req, res));
  return { ...served, close: () => served.close().then(db.close) };
}

interface Post {
  id: string;
  text: string;
  url: string;
  network: string;
  author: object;
  published_at: string;
  reach: number;
  sentiment: string;
}

async function floorServer(ask: postgres.Sql): Promise<Served> {
  let waiting: { posts: Post[]; res: ServerResponse }[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await insert(batch.flatMap(({ posts }) => posts));
      for (const { posts, res } of batch) answer(res, JSON.stringify({ accepted: posts.length }));
    }
    isWriting = false;
  }

  function insert(posts: Post[]): Promise<unknown> {
    const received_at = new Date();
    const rows = posts.map((post) => ({
      ...post,
      source: 'floor',
      external_id: post.id,
      canonical_url: post.url,
      text_state: 'full',
      received_at,
    }));
    return ask`
      insert into floor (id, alert_id, source, external_id, network, url, canonical_url, author, text, text_state,
        published_at, received_at, reach, sentiment)
      select id, 0, source, external_id, network, url, canonical_url, author, text, text_state,
        published_at, received_at, reach, sentiment
      from jsonb_populate_recordset(null::floor, ${JSON.stringify(rows)}::text::jsonb)`.execute();
  }

  return serve(async (req, res) => {
    const body = JSON.parse(await textOf(req));
    waiting.push({ posts: Array.isArray(body) ? body : [body], res });
    void writeAll();
  });
}

function textOf(req: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks).toString()));
  });
}

function answer(res: ServerResponse, body: string): void {
  res.writeHead(202, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}
