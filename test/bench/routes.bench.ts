/** Each push route, in batches of a hundred, against a server that answers 200 after one set-based insert. */

import { createHmac } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { groupCommit, TOGETHER } from '../../src/source/group-commit.ts';
import { intakeHandler } from '../../src/source/push/http.ts';
import type { OpenSource } from '../../src/source/source.ts';
import { onPostgres } from '../databases.ts';
import { connect, withPolicy } from '../house.ts';
import { inTurn, median, report, sized } from './measure.ts';
import { type Served, serve } from './serve.ts';

const BATCH = 100;
const REQUESTS = sized(24, 2);
const AT_ONCE = 8;
const ROUNDS = sized(4, 1);
const SECRET = 'a-secret-for-the-bench';
const STORY = 'My luggage was lost at the gate again and nobody at the desk could say where it went';

interface Route {
  secrets: Record<string, string>;
  rest?: string;
  type?: string;
  body: (ids: string[]) => string;
  prove: (body: string) => Record<string, string>;
}

const hmac = (algorithm: string, body: string) => createHmac(algorithm, SECRET).update(body);
const bearer = () => ({ authorization: `Bearer ${SECRET}` });
const at = '2026-03-02T11:58:00.000Z';

const ROUTES: Record<string, Route> = {
  generic: {
    secrets: { token: SECRET },
    body: (ids) =>
      JSON.stringify(ids.map((id) => ({ id, text: STORY, url: `https://x.com/a/status/${id}`, published_at: at }))),
    prove: bearer,
  },
  'generic, CSV': {
    secrets: { token: SECRET },
    type: 'text/csv',
    body: (ids) =>
      ['Post ID,Text,URL,Published', ...ids.map((id) => `p${id},"${STORY}",https://x.com/a/status/${id},${at}`)].join(
        '\n',
      ),
    prove: bearer,
  },
  meta: {
    secrets: { appSecret: SECRET },
    body: (ids) => {
      const value = (id: string) => ({
        ...{ item: 'comment', verb: 'add', post_id: '1_2', parent_id: '1_2', comment_id: `2_${id}`, message: STORY },
        ...{ from: { id: '3', name: 'Kim' }, created_time: 1_763_659_990 },
      });
      const changes = ids.map((id) => ({ field: 'feed', value: value(id) }));
      return JSON.stringify({ object: 'page', entry: [{ id: '1', time: 1_763_660_000, changes }] });
    },
    prove: (body) => ({ 'x-hub-signature-256': `sha256=${hmac('sha256', body).digest('hex')}` }),
  },
  x: {
    secrets: { consumerSecret: SECRET },
    body: (ids) =>
      JSON.stringify(
        ids.map((id) => ({
          data: {
            ...{ event_uuid: id, filter: { user_id: '1' }, event_type: 'post.mention.create' },
            payload: { id, text: STORY, author_id: '2', created_at: at, lang: 'en' },
            includes: { users: [{ id: '2', name: 'Kim', username: 'kim' }] },
          },
        })),
      ),
    prove: (body) => ({ 'x-twitter-webhooks-signature': `sha256=${hmac('sha256', body).digest('base64')}` }),
  },
  meltwater: {
    secrets: { hookSecret: SECRET },
    body: (ids) => {
      const document = (id: string) => ({
        ...{ id, published_date: at, url: `https://forum.example.com/t/${id}`, content_type: 'post' },
        ...{
          author: { name: 'Kim' },
          content: { title: null, opening_text: STORY },
          enrichments: { language_code: 'en' },
        },
        ...{ matched: { inputs: [{ name: 'Acme' }] }, metrics: {}, source: { type: 'forum' } },
      });
      return JSON.stringify({ request: { company_id: '1', hook_id: '1', inputs: [] }, documents: ids.map(document) });
    },
    prove: (body) => ({ 'x-hub-signature': `sha1=${hmac('sha1', body).digest('hex')}` }),
  },
  trustpilot: {
    secrets: { addressSecret: SECRET },
    rest: `/${SECRET}`,
    body: (ids) => {
      const review = (id: string) => ({ id, language: 'en', title: 'Late', text: STORY, stars: 1, createdAt: at });
      const events = ids.map((id) => ({
        eventName: 'service-review-created',
        eventData: { ...review(id), consumer: { name: 'K' } },
      }));
      return JSON.stringify({ events });
    },
    prove: () => ({}),
  },
};

onPostgres((openUrl) => {
  const ends: (() => unknown)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  test('each push route against its floor', async () => {
    const url = await openUrl();
    const ask = postgres(url, { max: 2, onnotice: () => {} });
    await ask.unsafe('create table floor as select * from mentions; alter table floor add primary key (id)');
    const db = withPolicy(await connect({ databaseUrl: url, dataDir: '' }), defaultSettings().policy);
    const sources = new Map<string, OpenSource & { isPaused: boolean }>();
    const handle = intakeHandler({
      find: async (name) => sources.get(name) ?? null,
      stores: {
        mentions: groupCommit((mentions) => receive(db, mentions), TOGETHER.PostgreSQL),
        deletions: async () => 0,
        ownReplies: async () => {},
        arrived: async () => {},
      },
      now: () => new Date(),
    });
    const ours = await serve((req, res) => void handle(req, res));
    const floor = await floorServer(ask);
    ends.push(() => ask.end(), db.close, ours.close, floor.close);

    let made = 0;
    async function round(server: Served, name: string, route: Route): Promise<number> {
      await ask`truncate mentions, floor, alerts, stories, bands, volumes, deliveries, events`;
      const [kind = ''] = name.split(',');
      sources.set(kind, { name: kind, kind, settings: {}, secrets: route.secrets, isPaused: false });
      const bodies = Array.from({ length: REQUESTS }, () =>
        route.body(Array.from({ length: BATCH }, () => String(1e9 + ++made))),
      );
      const left = [...bodies];
      const started = performance.now();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let body = left.pop(); body !== undefined; body = left.pop()) {
            const headers = { 'content-type': route.type ?? 'application/json', ...route.prove(body) };
            const address = `http://127.0.0.1:${server.port}/intake/${kind}${route.rest ?? ''}`;
            const answer = await fetch(address, { method: 'POST', headers, body });
            expect(await answer.text(), name).toContain(`"accepted":${BATCH}`);
          }
        }),
      );
      return (REQUESTS * BATCH) / ((performance.now() - started) / 1_000);
    }

    const table = [];
    for (const [name, route] of Object.entries(ROUTES)) {
      const measured = await inTurn(ROUNDS, {
        floor: () => round(floor, name, route),
        ours: () => round(ours, name, route),
      });
      const ratio = median(measured.ours) / median(measured.floor);
      table.push({
        route: name,
        'ours / floor': ratio,
        'ours mentions/s': median(measured.ours),
        'floor mentions/s': median(measured.floor),
      });
    }
    report(
      `Push routes, batches of ${BATCH}, ${AT_ONCE} at once, one story, PostgreSQL`,
      'told, not held: the floor proves and reads nothing',
      table,
    );
  });
});

/** Reads the bytes, looks at nothing, and stores a hundred rows that were made before. */
async function floorServer(ask: postgres.Sql): Promise<Served> {
  let made = 0;
  return serve(async (req, res) => {
    for await (const _ of req);
    const rows = Array.from({ length: BATCH }, () => ({
      ...{ id: String(++made), alert_id: 0, source: 'floor', external_id: String(made), network: 'x', author: {} },
      ...{ text: STORY, text_state: 'full', received_at: at, sha256: '', url: `https://x.com/a/status/${made}` },
    }));
    await ask`insert into floor select * from jsonb_populate_recordset(null::floor, ${JSON.stringify(rows)}::text::jsonb)`;
    res.writeHead(200, { 'content-type': 'application/json' }).end(`{"accepted":${BATCH}}`);
  });
}
