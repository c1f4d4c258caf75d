/** The Bolt app: one set of listeners, over HTTP or Socket Mode. No rules. */
import type { RequestListener } from 'node:http';
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { listenForActs } from './act.ts';
import { listenForActForms } from './act-forms.ts';
import { listenForAlerts } from './alert.ts';
import { listenForAssessments } from './assess.ts';
import { listenForEscalations } from './escalate.ts';
import type { Firebreak } from './firebreak.ts';
import { listenForHome } from './home.ts';
import { listenForImports } from './import-file.ts';
import { listenForCommands } from './incident-command.ts';
import { listenForMutes } from './mutes.ts';
import { listenForPages } from './page.ts';
import { listenForReports } from './report.ts';
import { refuseFuture } from './signed-in-future.ts';
import { listenForSourceForms } from './source-forms.ts';
import { listenForSources } from './sources.ts';
import { listenForStories } from './stories.ts';
import { listenForStorms } from './storms.ts';

export type Transport =
  | { kind: 'http'; botToken: string; signingSecret: string; apiUrl?: string | undefined }
  | { kind: 'socket'; botToken: string; appToken: string; apiUrl?: string | undefined };

export interface SlackApp {
  /** For `POST /slack/events`; null over Socket Mode. */
  requests: RequestListener | null;
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Answering clicks must not wait for Slack: one retry, then the person is told. */
const ANSWER_WITHIN = 2_500;

export function slackApp(transport: Transport, firebreak: Firebreak, bot: { id: string }): SlackApp {
  const logger = boltLogger(firebreak.log);
  const clientOptions = {
    ...(transport.apiUrl ? { slackApiUrl: transport.apiUrl } : {}),
    retryConfig: { retries: 1, minTimeout: 100 },
    timeout: ANSWER_WITHIN,
    rejectRateLimitedCalls: true,
  };
  // Socket Mode asks for a new connection with this one: it goes on asking for half an hour, as the library does.
  const patient = transport.apiUrl ? { slackApiUrl: transport.apiUrl } : {};
  const http =
    transport.kind === 'http'
      ? new HTTPReceiver({
          signingSecret: transport.signingSecret,
          endpoints: '/slack/events',
          bodyLimit: '1mb',
          logger,
        })
      : null;
  const socket =
    transport.kind === 'socket'
      ? new SocketModeReceiver({ appToken: transport.appToken, logger, installerOptions: { clientOptions: patient } })
      : null;
  const app = new App({
    token: transport.botToken,
    // Known already, so Bolt need not ask Slack who we are before it lets a click through.
    botId: bot.id,
    botUserId: firebreak.botUserId,
    ...(http ? { receiver: http } : {}),
    ...(socket ? { receiver: socket } : {}),
    clientOptions,
    convoStore: false,
    extendedErrorHandler: true,
    logger,
  });
  app.error(async ({ error, body }: { error: Error; body: object }) => {
    firebreak.log.error({ err: error }, 'a listener failed');
    await tellWhatHappened(body, app, firebreak);
  });

  listenForAlerts(app, firebreak);
  listenForAssessments(app, firebreak);
  listenForStories(app, firebreak);
  listenForStorms(app, firebreak);
  listenForMutes(app, firebreak);
  listenForEscalations(app, firebreak);
  listenForPages(app, firebreak);
  listenForActs(app, firebreak);
  listenForActForms(app, firebreak);
  listenForCommands(app, firebreak);
  listenForReports(app, firebreak);
  listenForImports(app, firebreak);
  listenForSources(app, firebreak);
  listenForSourceForms(app, firebreak);
  listenForHome(app, firebreak);

  return {
    requests: http ? refuseFuture(http.requestListener) : null,
    start: async () => {
      if (socket) await app.start();
    },
    stop: async () => {
      if (socket) await app.stop();
    },
  };
}

/** Whoever pressed something learns that it did not work, wherever an answer can still reach them. */
async function tellWhatHappened(body: object, app: App, { log }: Firebreak): Promise<void> {
  const text =
    'Something went wrong on our side, and what you just did may not have been carried out. Please try it once more.';
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
      await app.client.chat.postMessage({ channel: userId, text });
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
