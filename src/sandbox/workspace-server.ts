/**
 * A stand-in Slack workspace: the Web API, events and interactions over HTTP or Socket Mode, rate limits, and a web
 * page for people. Any Bolt app can talk to it. It refuses what Slack refuses.
 *
 * state/     what the workspace knows, and the journal that keeps it
 * changes/   what happens to messages, channels, files and modals, whoever does it
 * api/       what the app may do: one file per family of Web API methods
 * acts/      what people do, on the page or in a test
 * delivery/  what the app is sent: events and interactions, over HTTP or Socket Mode
 * grants/    what the app may do only so often, so long or so many times
 * blocks/    what Slack takes as blocks and views
 * wire/      things in the shapes Slack sends them
 * page-side/ what the page is told
 * data/      an invented company and its bad day
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { perform } from './acts/act.ts';
import { makeCalls } from './api/calls.ts';
import { linkApp } from './delivery/app-link.ts';
import { makeDeliveries, SLACK_RETRY_DELAYS } from './delivery/deliveries.ts';
import { type RawRequest, sendRaw } from './delivery/raw-requests.ts';
import { makeFaults } from './faults.ts';
import { makeRateLimits } from './grants/rate-limits.ts';
import { makeResponseUrls } from './grants/response-urls.ts';
import { makeTriggers } from './grants/triggers.ts';
import { readManifest } from './manifest.ts';
import { makeLive } from './page-side/live.ts';
import { makeReplays } from './page-side/replays.ts';
import type { Act } from './protocol.ts';
import { quiet } from './quiet.ts';
import { readings } from './readings.ts';
import { sendJson } from './requests.ts';
import { route } from './routes.ts';
import type { Sandbox, SandboxOptions } from './sandbox.ts';
import { foundingMutations, makeSecrets } from './state/founding.ts';
import { openJournal } from './state/journal.ts';
import { apply, emptyState } from './state/state.ts';
import type { Workspace } from './state/workspace.ts';
import { switches } from './switches.ts';

export type { Sandbox, SandboxOptions } from './sandbox.ts';

/** The same in every workspace, so that what an app remembers of itself survives a restart without a journal. */
const APP_IDS = { appId: 'A0SANDBOX01', botUserId: 'U0SANDBOXBOT', botId: 'B0SANDBOX01' };

/** Starts the workspace. Throws when the port is taken, the manifest is wrong, or the journal cannot be read. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { seed, now = Date.now, host = '127.0.0.1', ackWithin = 3000, retryDelays = SLACK_RETRY_DELAYS } = options;
  const memory = { state: emptyState(), journal: undefined };
  const { state, journal } = options.journal ? openJournal(options.journal) : memory;
  const app = readManifest(options.manifest, APP_IDS);
  const secrets = state.secrets ?? makeSecrets();
  const { appId } = app;
  const { signingSecret } = secrets;
  const onReach = (isReachable: boolean) => live.reachable(isReachable);
  const link = linkApp({ appId, signingSecret, requestUrl: options.eventsUrl, ackWithin, onReach });
  const deliveries = makeDeliveries({ transport: link.transport, now, retryDelays });
  const workspace: Workspace = {
    team: seed.team,
    usergroups: seed.usergroups ?? [],
    app,
    secrets,
    state,
    triggers: makeTriggers(now),
    responseUrls: makeResponseUrls(now),
    deliveries,
    url: () => url,
    now,
    commit(mutation) {
      journal?.append(mutation);
      apply(state, mutation);
      if (mutation.type === 'settings' && mutation.settings.outage !== null) link.socket.breakOff();
      live.mutated(mutation);
    },
  };
  const faults = makeFaults();
  const limits = options.limits === false ? undefined : makeRateLimits(now);
  const openConnection = () => (link.requestUrl() ? undefined : url.replace('http', 'ws') + link.socket.ticket());
  const calls = makeCalls({ workspace, limits, faults, openConnection });
  const replays = makeReplays(options.replays ?? [], () => live.replaysChanged());
  const live = makeLive(workspace, replays.list, link.isReachable);
  const act = (one: Act) => perform(workspace, replays, one);

  const server = createServer((request, response) => {
    route({ workspace, host, calls, live, act }, request, response).catch((error: Error) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: 'internal_error', why: error.message });
    });
  });
  server.on('upgrade', link.socket.upgrade);
  await listen(server, options.port, host);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;

  const bot = { userId: app.botUserId, name: app.name };
  if (!state.secrets) workspace.commit({ type: 'secrets', secrets });
  for (const mutation of foundingMutations(state, { seed, bot, at: Math.floor(now() / 1000) }))
    workspace.commit(mutation);

  async function sendRawRequest(body: string, request: RawRequest = {}) {
    const target = link.requestUrl();
    if (!target) throw new Error('Socket Mode takes no requests.');
    return sendRaw({ url: target, signingSecret }, body, request);
  }

  async function close() {
    replays.close();
    live.close();
    deliveries.close();
    await link.close();
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
    journal?.close();
  }

  return {
    ...readings(workspace),
    ...switches(workspace),
    url,
    apiUrl: `${url}/api/`,
    botToken: secrets.botToken,
    appToken: secrets.appToken,
    signingSecret,
    botUserId: app.botUserId,
    botId: app.botId,
    teamId: seed.team.id,
    act,
    calls: (method) => calls.records().filter((call) => method === undefined || call.method === method),
    clearCalls: calls.clear,
    deliveries: deliveries.records,
    fault: faults.add,
    faultDelivery: deliveries.fault,
    sendRaw: sendRawRequest,
    idle: () => quiet(deliveries.underWay, () => deliveries.seen() + calls.seen()),
    deliverTo: link.deliverTo,
    refreshSockets: link.socket.refresh,
    close,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      listening();
    });
  });
}
