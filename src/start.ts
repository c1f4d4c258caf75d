/** Wires the rooms together and starts them. No rules. */

import { createHmac } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { hostname } from 'node:os';
import type { Config } from './config.ts';
import { connect, type Database, ping } from './db/connect.ts';
import { deliveryCounts } from './db/deliveries.ts';
import { startWorker, type Worker } from './delivery/worker.ts';
import { type Handler, startHttpServer } from './http-server.ts';
import { importFile } from './intake/files/import-file.ts';
import { hearReport } from './intake/report.ts';
import { type RunningIntake, startIntake } from './intake/start-intake.ts';
import { makeMetrics } from './metrics.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { SOCIAL_ALERTS, sandboxOwners, startOwnSandbox } from './sandbox-mode.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { slackApi } from './slack/api.ts';
import { slackApp, type Transport } from './slack/app.ts';
import { whoAmI } from './slack/connect.ts';
import { alarmInstead, handlers } from './slack/deliver/handlers.ts';
import type { Firebreak } from './slack/firebreak.ts';
import { startTicker, type Ticker } from './ticker.ts';

export interface Running {
  /** Where Firebreak listens: intake, health, and Slack's requests over HTTP. */
  url: string;
  sandbox: Sandbox | null;
  intakeToken: string;
  db: Database;
  worker: Worker;
  ticker: Ticker;
  intake: RunningIntake;
  stop: () => Promise<void>;
}

/** Older than this, the ticker or the deliveries have stopped. Milliseconds. */
const STALE = 15_000;

/** Throws sentences for the operator when something is missing or wrong. `now` is the clock everything reads. */
export async function start(
  config: Config,
  settings: Settings,
  log: Firebreak['log'],
  now: () => Date = () => new Date(),
): Promise<Running> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of undo.splice(0).reverse()) await end();
  };
  try {
    return await startRooms(config, settings, log, now, undo, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startRooms(
  config: Config,
  settings: Settings,
  log: Firebreak['log'],
  now: () => Date,
  undo: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const metrics = makeMetrics();
  const db = await connect({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  undo.push(() => db.close());
  // After the last request was answered, and before the database is closed.
  let lastCounts = async () => {};
  undo.push(() => lastCounts());

  // Listening comes first because the sandbox must know the address; until all is wired, requests are told to wait.
  let slackRequests: Handler = notYet;
  let intake: Handler = notYet;
  let problems: () => Promise<string[]> = async () => ['Firebreak is starting.'];
  const server = await startHttpServer({
    host: config.host,
    port: config.port,
    log,
    ready: () => problems(),
    metrics: metrics.text,
    routes: [
      { path: '/slack/events', handler: (req, res) => slackRequests(req, res) },
      { prefix: '/intake', handler: (req, res) => intake(req, res) },
    ],
  });
  undo.push(server.close);

  const { slack, dataDir } = config;
  const own =
    slack.kind === 'sandbox' ? await startOwnSandbox(slack.port, dataDir, server.url, config.intakeToken) : null;
  if (own) undo.push(() => own.sandbox.close());
  const transport = transportOf(config, own?.sandbox ?? null);
  const alertsChannel = config.alertsChannel ?? settings.alertsChannel ?? (own ? SOCIAL_ALERTS : null);
  if (alertsChannel === null) {
    throw new Error('ALERTS_CHANNEL: set it to the id of your alerts channel (or alertsChannel in firebreak.yml).');
  }
  const policy = own ? sandboxOwners(settings.policy) : settings.policy;
  const intakeToken = own?.intakeToken ?? config.intakeToken;
  if (!intakeToken) throw new Error('INTAKE_TOKEN: set it to a long random text; listening tools send it.');

  const us = await whoAmI(transport.botToken, transport.apiUrl);
  const { botToken: token, apiUrl } = transport;
  const api = slackApi({ token, apiUrl, db, now, counted: metrics.slackCall });
  const brand = own && settings.brand === defaultSettings().brand ? 'Acme Air' : settings.brand;
  const owner = `${hostname()}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  const heard = await startIntake({
    db,
    policy,
    token: intakeToken,
    secretKey: secretKeyOf(config, own?.sandbox ?? null),
    fileSources: settings.sources,
    publicUrl: config.publicUrl ?? server.url,
    now,
    log,
    counted: metrics.received,
    owner,
  });
  undo.push(heard.puller.stop);
  lastCounts = heard.arrivals.stop;
  const firebreak: Firebreak = {
    db,
    policy,
    brand,
    api,
    sources: heard.desk,
    admins: settings.admins,
    alertsChannel,
    botUserId: us.botUserId,
    now,
    log,
    hearReport: (source, report, at) => hearReport(heard.stores, source, report, at),
    importFile: (bytes, dates, at) => importFile(heard.stores, bytes, dates, at, metrics.received),
  };

  const app = slackApp(transport, firebreak, { id: us.botId });
  await app.start();
  undo.push(app.stop);
  if (app.requests) slackRequests = timed(app.requests, metrics.clicked);

  intake = heard.handler;

  const worker = startWorker({
    db,
    handlers: handlers(firebreak),
    instead: alarmInstead,
    now,
    log,
    counted: metrics.delivered,
    owner,
  });
  undo.push(worker.stop);
  const ticker = startTicker({ db, policy, now, log, counts: heard.arrivals });
  undo.push(ticker.stop);

  const startedAt = now();
  const age = (last: Date | null) => now().getTime() - (last ?? startedAt).getTime();
  problems = async () => {
    const database = await ping(db).then(
      () => [],
      () => ['The database does not answer.'],
    );
    return [
      ...database,
      ...(age(worker.lastLook()) > STALE ? ['Deliveries have stopped.'] : []),
      ...(age(ticker.lastTick()) > STALE ? ['The clocks have stopped.'] : []),
      ...(age(heard.puller.lastLook()) > STALE ? ['Sources are not asked any more.'] : []),
    ];
  };
  metrics.setGauges(async () => ({ ...(await deliveryCounts(db)), tickAge: age(ticker.lastTick()) / 1_000 }));
  await checkAlertsChannel(firebreak);

  return { url: server.url, sandbox: own?.sandbox ?? null, intakeToken, db, worker, ticker, intake: heard, stop };
}

/** The sandbox has one of its own where none is given. It is as old as its workspace. */
function secretKeyOf({ secretKey }: Config, sandbox: Sandbox | null): { key: Buffer | undefined; name?: string } {
  if (secretKey || !sandbox) return { key: secretKey };
  const key = createHmac('sha256', sandbox.signingSecret).update('secret key').digest();
  return { key, name: "The sandbox's own key, used where SECRET_KEY is not set," };
}

function transportOf({ slack }: Config, sandbox: Sandbox | null): Transport {
  if (slack.kind !== 'sandbox') return slack;
  if (!sandbox) throw new Error('The sandbox is not running.');
  const { botToken, signingSecret, apiUrl } = sandbox;
  return { kind: 'http', botToken, signingSecret, apiUrl };
}

/** A wrong channel is better said now than at the first alert. */
async function checkAlertsChannel({ api, alertsChannel, log }: Firebreak): Promise<void> {
  const answer = await api.call('conversations.info', { channel: alertsChannel }, 'all').catch((error) => {
    log.warn({ err: error }, `the alerts channel ${alertsChannel} cannot be read: invite @Firebreak there`);
    return null;
  });
  const channel = answer?.channel;
  const isOut =
    channel !== null && typeof channel === 'object' && 'is_member' in channel && channel.is_member === false;
  if (isOut) log.warn({}, `Firebreak is not in the alerts channel ${alertsChannel}: invite @Firebreak there`);
}

const notYet: Handler = (req, res) => {
  req.resume();
  res.writeHead(503, { 'content-type': 'application/json', 'retry-after': '2' });
  res.end(JSON.stringify({ error: 'Firebreak is starting. Try again in 2 seconds.' }));
};

/** How long Slack waited for us. */
function timed(listener: RequestListener, clicked: (seconds: number) => void): Handler {
  return (req, res) => {
    const heard = performance.now();
    res.once('finish', () => clicked((performance.now() - heard) / 1_000));
    listener(req, res);
  };
}
