/** Click to acknowledgement: the real app against a bare Bolt app that acks and does nothing else. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { sql } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { receive } from '../../src/alert/mention/store-receive.ts';
import { rows } from '../../src/db/connect.ts';
import { onPostgres } from '../databases.ts';
import { mention } from '../db/some.ts';
import { ANA, openWorkspace, SOCIAL_ALERTS, type Workspace } from '../workspace.ts';
import { type Load, startLoader } from './loader.ts';
import { inTurn, median, quantile, report, sized, verdict } from './measure.ts';
import { type Served, serve } from './serve.ts';

const ROUNDS = sized(6, 1);
const AT_MOST = 1.5;
/** `pause` in milliseconds between a click and the next. The first is far more than people do; the others show what a click waits for when the
 * one before is still being worked on. */
const WAYS = [
  { name: 'about 50 clicks a second', connections: 1, pause: 18, requests: sized(150, 20) },
  { name: 'one after the other, no pause', connections: 1, pause: 0, requests: sized(200, 20) },
  { name: '8 connections, no pause', connections: 8, pause: 0, requests: sized(400, 40) },
] as const;

onPostgres((openUrl) => {
  const loader = startLoader();
  const ends: (() => unknown)[] = [loader.close];
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test('click to acknowledgement', async () => {
    const workspace = await openWorkspace({ databaseUrl: await openUrl(), ticksByHand: false });
    ends.push(workspace.close);
    const { sandbox, app } = workspace;
    const bare = await bareApp(sandbox.signingSecret, sandbox.apiUrl);
    ends.push(bare.close);
    const clicks = (ROUNDS + 1) * WAYS.reduce((sum, way) => sum + way.requests, 0);
    let next = await postedAlerts(workspace, clicks);
    const press = pressOn(workspace);

    async function round(port: number, way: (typeof WAYS)[number]): Promise<Load> {
      const load = await loader.send({
        kind: 'clicks',
        port,
        ...way,
        press,
        firstAlert: next,
        secret: sandbox.signingSecret,
      });
      if (port === bare.port) return load;
      next += way.requests;
      // What the clicks asked for is done after their acknowledgement, and must not run into the next round.
      await expect.poll(() => claimed(workspace), { timeout: 20_000 }).toBe(next - FIRST);
      return load;
    }

    const table = [];
    for (const way of WAYS) {
      const measured = await inTurn(ROUNDS, {
        bare: () => round(bare.port, way),
        ours: () => round(Number(new URL(app.url).port), way),
      });
      const at = (loads: Load[], q: number) => median(loads.map((load) => quantile(load.latencies, q)));
      const ratio = at(measured.ours, 0.99) / at(measured.bare, 0.99);
      table.push({
        clicks: way.name,
        'p99 ours / bare': ratio,
        '': verdict(ratio <= AT_MOST),
        'p50 ours / bare': at(measured.ours, 0.5) / at(measured.bare, 0.5),
        'ours p50 ms': at(measured.ours, 0.5),
        'bare p50 ms': at(measured.bare, 0.5),
        'ours p99 ms': at(measured.ours, 0.99),
        'bare p99 ms': at(measured.bare, 0.99),
      });
    }
    report('Click to acknowledgement ("I’m on it", PostgreSQL)', `p99 within ${AT_MOST} × a bare Bolt app`, table);
  });
});

/** The alert whose card is really in the channel; those that are clicked come after it. */
const SHOWN = 1;
const FIRST = SHOWN + 1;

/** As many unclaimed alerts, their cards posted. Answers the id of the first. */
async function postedAlerts({ app, send, settle }: Workspace, n: number): Promise<number> {
  await send({ text: 'The gate agent tore up my boarding pass and laughed', url: 'https://x.com/post/shown' });
  await settle();
  for (let from = 0; from < n; from += 1_000) {
    await receive(
      app.db,
      Array.from({ length: Math.min(1_000, n - from) }, () => mention({ receivedAt: new Date() })),
    );
  }
  await app.db.sql.execute(sql`
    update deliveries set status = 'done', taken = wanted,
      receipt = (select receipt from deliveries where key = ${`alert_card:${SHOWN}`})
    where kind = 'alert_card' and status = 'waiting'`);
  return FIRST;
}

async function claimed({ app }: Workspace): Promise<number> {
  const [row] = await rows<{ n: number }>(
    app.db.sql,
    sql`select count(*)::int as n from alerts where claimed_by is not null`,
  );
  return row?.n ?? 0;
}

/** What Slack sends when Ana presses "I'm on it". */
function pressOn({ sandbox }: Workspace): string {
  const card = sandbox.messages(SOCIAL_ALERTS).at(-1);
  if (!card) throw new Error('There is no card to press on.');
  const { ts, text, blocks } = card;
  const value = '{"alertId":ALERT,"version":1}';
  // ASCII, because the load counts characters as bytes.
  const asciiBlocks = JSON.parse(JSON.stringify(blocks).replace(/[^\x20-\x7e]/g, '?'));
  return JSON.stringify({
    type: 'block_actions',
    user: { id: ANA, username: 'ana', name: 'ana', team_id: sandbox.teamId },
    api_app_id: 'A0BENCH',
    token: 'unused',
    container: { type: 'message', message_ts: ts, channel_id: SOCIAL_ALERTS, is_ephemeral: false },
    trigger_id: 'TRIGGER',
    team: { id: sandbox.teamId, domain: 'bench' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: SOCIAL_ALERTS, name: 'social-alerts' },
    message: {
      type: 'message',
      user: sandbox.botUserId,
      bot_id: sandbox.botId,
      ts,
      text: text.replace(/[^\x20-\x7e]/g, '?'),
      blocks: asciiBlocks,
    },
    response_url: `${sandbox.url}/response/none`,
    actions: [
      {
        type: 'button',
        action_id: 'alert_claim',
        block_id: 'act',
        action_ts: ts,
        value,
        text: { type: 'plain_text', text: 'I am on it' },
      },
    ],
  });
}

/** Configured as ours is, with one listener that only acks. */
async function bareApp(signingSecret: string, slackApiUrl: string): Promise<Served> {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events', logLevel: LogLevel.ERROR });
  const app = new App({
    token: 'xoxb-unused',
    botId: 'B0BENCH',
    botUserId: 'U0BENCH',
    receiver,
    clientOptions: { slackApiUrl },
    convoStore: false,
    logLevel: LogLevel.ERROR,
  });
  app.action('alert_claim', async ({ ack }) => {
    await ack();
  });
  return serve(receiver.requestListener);
}
