/** Starts workspaces and apps for a test, and ends them with it. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { ACME } from '../../src/sandbox/data/acme.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/workspace-server.ts';
import { MANIFEST } from './manifest.ts';

/** A workspace without rate limits, unless asked for. */
export async function workspace(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ port: 0, seed: ACME, manifest: MANIFEST, limits: false, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** A client that neither retries nor waits. */
export function client(sandbox: Sandbox, token = sandbox.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** The error code of a call that Slack refuses. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: { error?: string }; code?: string }).data?.error ?? String(error);
  }
  return 'no refusal';
}

/** A running Bolt app over HTTP, to which the workspace delivers. */
export async function boltApp(sandbox: Sandbox, listen: (app: App) => void): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret: sandbox.signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    deferInitialization: true,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  listen(app);
  await app.init();
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = 'address' in server ? server.address() : null;
  if (typeof address !== 'object' || !address) throw new Error('The app has no port.');
  sandbox.deliverTo(`http://127.0.0.1:${address.port}/slack/events`);
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}

/** A section with buttons, as most apps post them. */
export function card(text: string, ...actionIds: string[]) {
  return [
    { type: 'section', block_id: 'head', text: { type: 'mrkdwn', text } },
    {
      type: 'actions',
      block_id: 'buttons',
      elements: actionIds.map((action_id) => ({
        type: 'button',
        action_id,
        value: `value of ${action_id}`,
        text: { type: 'plain_text', text: action_id },
      })),
    },
  ];
}
