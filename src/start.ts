/** Wires the rooms together and starts them. No rules. */

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { storiesInStorm } from './alert/storm/store.ts';
import { BOARD_PARTS, FORGETS, houseOf, LISTENERS, OWES, POSTS, SENTENCES, VERBS, worksOf } from './capabilities.ts';
import { startTicker, type Ticker } from './clock/ticker.ts';
import type { Config } from './config.ts';
import { bringBackAtStart } from './db/bring-back.ts';
import { connect, type Database } from './db/connect.ts';
import { deliveryCounts } from './db/deliveries.ts';
import { oweNow } from './db/record.ts';
import { type Reach, watchReach } from './delivery/reach.ts';
import { startWorker, type Worker } from './delivery/worker.ts';
import { publishHome } from './home/slack.ts';
import { makeMetrics } from './http/metrics.ts';
import type { Readiness } from './http/readiness.ts';
import { type Handler, notYet, startHttpServer, timed } from './http/server.ts';
import { within } from './http/within.ts';
import { defaultSettings, type Settings } from './policy/settings.ts';
import { holdPolicies } from './policy/store.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { policyIn, SOCIAL_ALERTS, secretKeyOf, startOwnSandbox, transportOf } from './sandbox-mode.ts';
import { slackApi } from './slack/api.ts';
import { slackApp } from './slack/app.ts';
import { type Refused, whoAmI } from './slack/connect.ts';
import type { Firebreak } from './slack/firebreak.ts';
import { firstContact, linkToSlack } from './slack/link.ts';
import { importFile } from './source/files/import-file.ts';
import { hearReport } from './source/report.ts';
import { type RunningIntake, startIntake } from './source/start-sources.ts';
import { ageOf, watchWorks } from './standing-still.ts';
import { alarms, handlers } from './trouble/deliver-handlers.ts';

export interface Running {
  /** Where Firebreak listens: intake, health, and Slack's requests over HTTP. */
  url: string;
  sandbox: Sandbox | null;
  intakeToken: string;
  db: Database;
  worker: Worker;
  /** Whether Slack answers at all. */
  reach: Reach;
  ticker: Ticker;
  intake: RunningIntake;
  /**
   * Decides by these settings from now on: policy and administrators. Brand, alerts channel and sources are those of the
   * start.
   */
  apply: (settings: Settings) => Promise<void>;
  /** Resolves when all that people asked for is done. */
  answered: () => Promise<void>;
  stop: () => Promise<void>;
}

/** The start waits this long for Slack, and then goes on without it. Milliseconds. */
const SLACK_ANSWERS_WITHIN = 6_000;

/**
 * Throws sentences for the operator when something is missing or wrong. `now` is the clock everything reads. With
 * `ticksByHand` nothing falls due by itself: `ticker.tick` says when.
 */
export async function start(
  config: Config,
  settings: Settings,
  log: Firebreak['log'],
  now: () => Date = () => new Date(),
  ticksByHand = false,
): Promise<Running> {
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of undo.splice(0).reverse()) await end();
  };
  try {
    return await startRooms(config, settings, log, now, ticksByHand, undo, stop);
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
  ticksByHand: boolean,
  undo: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const metrics = makeMetrics();
  const policies = holdPolicies(policyIn(config, settings));
  const { databaseUrl, dataDir } = config;
  const db = await connect({ databaseUrl, dataDir }, houseOf(policies), (sentence) => log.warn({}, sentence));
  undo.push(() => db.close());
  const setBack = await bringBackAtStart(db, now());
  if (setBack) log.warn({}, setBack);
  // After the last request was answered, and before the database is closed.
  let lastCounts = async () => {};
  undo.push(() => lastCounts());

  // Listening comes first because the sandbox must know the address; until all is wired, requests are told to wait.
  let slackRequests: Handler = notYet;
  let intake: Handler = notYet;
  let ready: Readiness['check'] = async () => ({ isReady: false, problems: ['Firebreak is starting.'] });
  const server = await startHttpServer({
    host: config.host,
    port: config.port,
    log,
    ready: () => ready(),
    metrics: metrics.text,
    routes: [
      { path: '/slack/events', handler: (req, res) => slackRequests(req, res) },
      { prefix: '/intake', handler: (req, res) => intake(req, res) },
    ],
  });
  undo.push(server.close);

  const { slack } = config;
  const own =
    slack.kind === 'sandbox' ? await startOwnSandbox(slack.port, dataDir, server.url, config.intakeToken) : null;
  if (own) undo.push(() => own.sandbox.close());
  const transport = transportOf(config, own?.sandbox ?? null);
  const alertsChannel = config.alertsChannel ?? settings.alertsChannel ?? (own ? SOCIAL_ALERTS : null);
  if (alertsChannel === null) {
    throw new Error('ALERTS_CHANNEL: set it to the id of your alerts channel (or alertsChannel in firebreak.yml).');
  }
  const intakeToken = own?.intakeToken ?? config.intakeToken;
  if (!intakeToken) throw new Error('INTAKE_TOKEN: set it to a long random text; listening tools send it.');

  let { admins } = settings;
  const { botToken: token, apiUrl } = transport;
  const reach = watchReach(now);
  const api = slackApi({ token, apiUrl, db, now, reach, log, counted: metrics.slackCall });
  const brand = own && settings.brand === defaultSettings().brand ? 'Acme Air' : settings.brand;
  const owner = `${hostname()}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  const heard = await startIntake({
    db,
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
  intake = heard.handler;
  let slackIsWell = () => {};
  const link = await linkToSlack({ db, ask: () => whoAmI(token, apiUrl), log, onWell: () => slackIsWell() });
  undo.push(async () => link.stop());
  const firebreak: Firebreak = {
    db,
    brand,
    api,
    sources: heard.desk,
    admins: () => admins,
    alertsChannel,
    botUserId: () => link.us()?.botUserId ?? null,
    now,
    log,
    hearReport: (source, report, at) => hearReport(heard.stores, source, report, at),
    importFile: (bytes, dates, at) =>
      importFile(heard.stores, bytes, dates, at, (ids) => storiesInStorm(db, ids), metrics.received),
    publishHome: (client, me) => publishHome({ db, now, brand }, client, me),
    verbs: VERBS,
    posts: POSTS,
    boardParts: BOARD_PARTS,
    sentences: SENTENCES,
    nameOf: ({ kind }) => OWES[kind].named,
  };

  const app = slackApp(transport, firebreak, LISTENERS, link.us);
  undo.push(app.stop);
  const clicks = app.requests && timed(app.requests, metrics.clicked);
  if (clicks) slackRequests = (req, res) => (link.us() ? clicks(req, res) : notYet(req, res));

  const worker = startWorker({
    db,
    handlers: handlers(firebreak, OWES),
    alarms: alarms(OWES),
    reach,
    knock: () => api.call('auth.test', {}, 'all'),
    now,
    log,
    counted: metrics.delivered,
    owner,
  });
  undo.push(worker.stop);
  const ticker = startTicker({
    db,
    works: worksOf({ db, log, counts: heard.arrivals }),
    forgets: FORGETS,
    now,
    log,
    byHand: ticksByHand,
  });
  undo.push(ticker.stop);

  const applied = async (changed: Settings) => {
    policies.replace(policyIn(config, changed));
    admins = changed.admins;
    // The file is as it was before, or it was changed: each set of problems is told once.
    for (const problem of changed.problems) log.warn({}, problem);
    if (changed.problems.length === 0) return;
    const text = changed.problems.join('\n');
    const once = `settings/${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
    await oweNow(db, [{ kind: 'alarm', text, failed: null, once }], now());
  };
  await applied(settings);

  let opening: Promise<Refused | null> | null = null;
  const openSocket = () => {
    opening ??= app.socket?.start() ?? Promise.resolve(null);
    return opening;
  };
  const readiness = watchWorks({ db, reach, worker, ticker, intake: heard, link, socket: app.socket, log });
  undo.push(async () => readiness.stop());
  ready = readiness.check;
  metrics.setWorks(readiness.works);
  metrics.setGauges(async () => ({ ...(await deliveryCounts(db)), tickAge: ageOf(ticker) }));

  // All that is heard and due goes on by now: Slack may take its time.
  slackIsWell = () => {
    void openSocket();
    // A wrong channel is better said now than at the first alert.
    oweNow(db, [{ kind: 'channel_check', channel: alertsChannel }], now()).catch((error) =>
      log.warn({ err: error }, 'the alerts channel could not be looked at'),
    );
  };
  const refused = await within(SLACK_ANSWERS_WITHIN, () => firstContact(link, openSocket));
  if (refused && link.isFirst) throw refused;
  await link.remember();

  return {
    url: server.url,
    sandbox: own?.sandbox ?? null,
    intakeToken,
    db,
    worker,
    reach,
    ticker,
    intake: heard,
    answered: app.idle,
    apply: applied,
    stop,
  };
}
