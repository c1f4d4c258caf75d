import { LogLevel, WebAPIPlatformError, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { isPassing } from './errors.ts';

const whoWeAre = z.object({ user_id: z.string(), bot_id: z.string(), team: z.string(), team_id: z.string() });

export interface Installation {
  botUserId: string;
  botId: string;
  team: string;
  teamId: string;
}

/** Slack answered, and the answer is no. Its message is a sentence for the operator. */
export class Refused extends Error {
  override name = 'Refused';
}

/** What the app must be allowed to do. A test holds this to both manifests. */
export const SCOPES = [
  'app_mentions:read',
  'bookmarks:read',
  'bookmarks:write',
  'channels:history',
  'channels:manage',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'groups:write',
  'im:history',
  'im:write',
  'pins:write',
  'users:read',
] as const;

/**
 * Ask Slack who we are. `lacks` are permissions that are missing. Throws `Refused` when the token is wrong, and whatever
 * went wrong when Slack does not answer, or not as itself.
 */
export async function whoAmI(
  token: string,
  apiUrl: string | undefined,
): Promise<{ installation: Installation; lacks: string[] }> {
  const client = new WebClient(token, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    timeout: 5_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // What goes wrong is thrown, and told by whoever asked.
    logLevel: LogLevel.ERROR,
  });
  const answer = await client.auth.test().catch((error: unknown) => {
    throw refusalOf(error, 'SLACK_BOT_TOKEN', 'Copy it again from "OAuth & Permissions".') ?? error;
  });
  const granted = answer.response_metadata?.scopes;
  const { user_id, bot_id, team, team_id } = whoWeAre.parse(answer);
  return {
    installation: { botUserId: user_id, botId: bot_id, team, teamId: team_id },
    lacks: granted ? SCOPES.filter((scope) => !granted.includes(scope)) : [],
  };
}

/** `variable` holds the token that was refused; `fix` is what to do. Null when Slack did not refuse it. */
export function refusalOf(error: unknown, variable: string, fix: string): Refused | null {
  if (!(error instanceof WebAPIPlatformError) || isPassing(error.data.error)) return null;
  return new Refused(`${variable}: Slack does not accept it (${error.data.error}). ${fix}`, { cause: error });
}

/** Why Slack could not be asked, in a few words. */
export function whyNoAnswer(error: unknown): string {
  if (error instanceof WebAPIPlatformError) return error.data.error;
  if (!(error instanceof Error)) return 'the connection was closed';
  // Node's own words are at the bottom; those around them are all alike.
  if (error.cause instanceof Error) return whyNoAnswer(error.cause);
  return 'code' in error && /^[A-Z_]+$/.test(String(error.code)) ? String(error.code) : error.message;
}

/** It comes from one of Slack's libraries: all of their errors say so in their code. */
export function isOfSlack(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('slack_');
}
