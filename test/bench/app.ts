/** The app as it is shipped, on PostgreSQL and a sandbox workspace at Slack's own pace. */
import { defaultSettings } from '../../src/policy/settings.ts';
import type { Sandbox } from '../../src/sandbox/workspace-server.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { start } from '../../src/start.ts';
import { SOCIAL_ALERTS, TOKEN } from '../workspace.ts';

/** `says` is given what it logs as an error. */
export async function startOn(
  sandbox: Sandbox,
  databaseUrl: string,
  says: (detail: object, words: string) => void = () => {},
): ReturnType<typeof start> {
  const { botToken, signingSecret, apiUrl } = sandbox;
  const defaults = defaultSettings();
  const app = await start(
    {
      slack: { kind: 'http', botToken, signingSecret, apiUrl },
      ...{ databaseUrl, dataDir: '', alertsChannel: SOCIAL_ALERTS, intakeToken: TOKEN, secretKey: undefined },
      ...{ host: '127.0.0.1', port: 0, publicUrl: undefined, logLevel: 'error', settingsFile: undefined },
    },
    { ...defaults, policy: sandboxOwners(defaults.policy) },
    { info: () => {}, warn: () => {}, error: says },
  );
  sandbox.deliverTo(`${app.url}/slack/events`);
  return app;
}
