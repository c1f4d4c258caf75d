/** The Bolt app: one set of listeners, over HTTP or Socket Mode. No rules. */
import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { isAway } from '../db/away.ts';
import type { Installation } from './connect.ts';
import type { Firebreak } from './firebreak.ts';
import { onlyFromSlack } from './from-slack.ts';
import { hearInTime, tellOnce } from './in-time.ts';
import { keepOpen, type Socket } from './socket.ts';

export type Transport =
  | { kind: 'http'; botToken: string; signingSecret: string; apiUrl?: string | undefined }
  | { kind: 'socket'; botToken: string; appToken: string; apiUrl?: string | undefined };

export interface SlackApp {
  /** For `POST /slack/events`; null over Socket Mode. */
  requests: RequestListener | null;
  /** Null over HTTP. */
  socket: Socket | null;
  /** Resolves when all that was asked over either is done. */
  idle: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Answering clicks must not wait for Slack: one retry, then the person is told. */
const ANSWER_WITHIN = 2_500;
const SORRY =
  'Something went wrong on our side, and what you just did may not have been carried out. Please try it once more.';
const TOO_SLOW =
  'Firebreak is slow just now, and what you just did may not have been carried out. Please try it once more.';

/** `us` is asked at each request, and must be known by then. */
export function slackApp(
  transport: Transport,
  firebreak: Firebreak,
  listeners: readonly ((app: App, firebreak: Firebreak) => void)[],
  us: () => Installation | null,
): SlackApp {
  const logger = boltLogger(firebreak.log);
  const base = transport.apiUrl ? { slackApiUrl: transport.apiUrl } : {};
  const retryConfig = { retries: 1, minTimeout: 100 };
  const clientOptions = { ...base, retryConfig, timeout: ANSWER_WITHIN, rejectRateLimitedCalls: true };
  // Whoever keeps the socket open asks again.
  const opening = { ...base, retryConfig: { retries: 0 }, timeout: 10_000, rejectRateLimitedCalls: true };
  const http =
    transport.kind === 'http'
      ? new HTTPReceiver({
          signingSecret: transport.signingSecret,
          endpoints: '/slack/events',
          // `onlyFromSlack` does.
          signatureVerification: false,
          logger,
        })
      : null;
  const socket =
    transport.kind === 'socket'
      ? new SocketModeReceiver({
          appToken: transport.appToken,
          autoReconnectEnabled: false,
          logger,
          installerOptions: { clientOptions: opening },
        })
      : null;
  const signingSecret = transport.kind === 'http' ? transport.signingSecret : '';
  const clocks = [Date.now, () => firebreak.now().getTime()];
  const app = new App({
    // Known already, so Bolt need not ask Slack who we are before it lets a click through.
    authorize: async () => {
      const known = us();
      if (!known) throw new Error('Slack has not said yet who we are.');
      return { botToken: transport.botToken, botId: known.botId, botUserId: known.botUserId };
    },
    ...(http ? { receiver: http } : {}),
    ...(socket ? { receiver: socket } : {}),
    clientOptions,
    convoStore: false,
    extendedErrorHandler: true,
    logger,
  });
  const tell = (body: object, text: string) => tellPerson(body, text, app, transport.botToken, firebreak);
  const heard = hearInTime(app, tell);
  (http ?? socket)?.init(heard as unknown as App);
  app.error(async ({ error, body }: { error: Error; body: object }) => {
    firebreak.log.error({ err: error }, 'a listener failed');
    const cause = 'original' in error ? error.original : error;
    await tellOnce(body, isAway(cause) ? TOO_SLOW : SORRY, tell);
  });

  for (const listen of listeners) listen(app, firebreak);

  const kept = socket ? keepOpen(socket.client) : null;
  return {
    requests: http ? onlyFromSlack(http.requestListener, signingSecret, clocks) : null,
    socket: kept,
    idle: heard.idle,
    stop: async () => {
      kept?.stop();
      if (socket) await app.stop();
    },
  };
}

/** Wherever an answer can still reach whoever pressed something. */
async function tellPerson(body: object, text: string, app: App, token: string, { log }: Firebreak): Promise<void> {
  const url = 'response_url' in body && typeof body.response_url === 'string' ? body.response_url : null;
  const user = 'user' in body && body.user !== null && typeof body.user === 'object' ? body.user : null;
  const userId = user && 'id' in user && typeof user.id === 'string' ? user.id : null;
  try {
    if (url) {
      const answer = { response_type: 'ephemeral', replace_original: false, text };
      const headers = { 'content-type': 'application/json' };
      const signal = AbortSignal.timeout(ANSWER_WITHIN);
      await fetch(url, { method: 'POST', headers, body: JSON.stringify(answer), signal });
    } else if (userId) {
      await app.client.chat.postMessage({ token, channel: userId, text });
    }
  } catch (error) {
    log.warn({ err: error }, 'could not tell a person that their click failed');
  }
}

function boltLogger(log: Firebreak['log']): Logger {
  const words = (messages: unknown[]) => messages.map(String).join(' ');
  return {
    debug: () => {},
    info: (...messages) => log.info({}, words(messages)),
    warn: (...messages) => log.warn({}, words(messages)),
    error: (...messages) => log.error({}, words(messages)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
