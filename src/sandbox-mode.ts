/** Trying Firebreak out: the real app, with a stand-in for the Slack workspace and invented people. */

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Config } from './config.ts';
import type { Settings } from './policy/settings.ts';
import type { Policy } from './policy/words.ts';
import { ACME, ANA, DANIEL, HELEN, MATEO, PRIYA, SOCIAL_ALERTS } from './sandbox/data/acme.ts';
import { BAD_DAY, type BadDayPost } from './sandbox/data/bad-day.ts';
import { STORM } from './sandbox/data/storm.ts';
import { slackManifest } from './sandbox/manifest.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { startSandbox } from './sandbox/workspace-server.ts';
import type { Transport } from './slack/app.ts';
import type { PersonId } from './words/people.ts';
import { SEVERITIES, type Severity } from './words/severity.ts';

export { SOCIAL_ALERTS };

const MANIFEST = fileURLToPath(new URL('../slack-manifest.yml', import.meta.url));

/** Who is paged in the invented company, where the settings name nobody. */
const OWNERS: Record<Severity, PersonId[][]> = {
  SEV1: [[PRIYA, DANIEL], [HELEN]],
  SEV2: [[PRIYA], [DANIEL], [HELEN]],
  SEV3: [[MATEO], [PRIYA]],
  SEV4: [[MATEO], [ANA]],
};

/** The app as its own manifest describes it, so that a scope missing there is missing here too. */
export function ownManifest() {
  return slackManifest.parse(parse(readFileSync(MANIFEST, 'utf8')));
}

export function sandboxOwners(policy: Policy): Policy {
  const severities = { ...policy.severities };
  for (const severity of SEVERITIES) {
    if (severities[severity].owners.length > 0) continue;
    severities[severity] = { ...severities[severity], owners: OWNERS[severity] };
  }
  return { ...policy, severities };
}

/**
 * `appUrl` is where Firebreak listens. The workspace is kept in `dataDir`, so it is the same after a restart; so is the
 * intake token that is made where none is `chosen`.
 */
export async function startOwnSandbox(
  port: number,
  dataDir: string,
  appUrl: string,
  chosen: string | undefined,
): Promise<{ sandbox: Sandbox; intakeToken: string }> {
  // The made token comes from the workspace's secret, which is known once the workspace, with these requests, runs.
  let intakeToken = chosen ?? '';
  const requestOf = ({ afterMs, mention }: BadDayPost) => ({
    afterMs,
    url: `${appUrl}/intake/generic`,
    headers: {
      get authorization() {
        return `Bearer ${intakeToken}`;
      },
    },
    body: { ...mention, external_id: `{{run}}-${mention.external_id}`, url: `${mention.url}?run={{run}}` },
  });
  const sandbox = await startSandbox({
    port,
    journal: join(dataDir, 'sandbox.jsonl'),
    seed: ACME,
    manifest: ownManifest(),
    eventsUrl: `${appUrl}/slack/events`,
    replays: [
      {
        name: 'Send a bad day',
        description: `${BAD_DAY.length} invented posts about Acme Air in 40 seconds`,
        requests: BAD_DAY.map(requestOf),
      },
      {
        name: 'Send a storm',
        description: `${STORM.length} invented posts in a minute: one story in many words, and many others`,
        requests: STORM.map(requestOf),
      },
    ],
  });
  intakeToken ||= createHmac('sha256', sandbox.signingSecret).update('intake').digest('hex').slice(0, 32);
  return { sandbox, intakeToken };
}

/** In the sandbox its people are the owners. */
export function policyIn({ slack }: Config, { policy }: Settings): Policy {
  return slack.kind === 'sandbox' ? sandboxOwners(policy) : policy;
}

/** The sandbox has one of its own where none is given. It is as old as its workspace. */
export function secretKeyOf(
  { secretKey }: Config,
  sandbox: Sandbox | null,
): { key: Buffer | undefined; name?: string } {
  if (secretKey || !sandbox) return { key: secretKey };
  const key = createHmac('sha256', sandbox.signingSecret).update('secret key').digest();
  return { key, name: "The sandbox's own key, used where SECRET_KEY is not set," };
}

export function transportOf({ slack }: Config, sandbox: Sandbox | null): Transport {
  if (slack.kind !== 'sandbox') return slack;
  if (!sandbox) throw new Error('The sandbox is not running.');
  const { botToken, signingSecret, apiUrl } = sandbox;
  return { kind: 'http', botToken, signingSecret, apiUrl };
}
