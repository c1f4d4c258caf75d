import { WebClient } from '@slack/web-api';
import { z } from 'zod';

const whoWeAre = z.object({ user_id: z.string(), bot_id: z.string(), team: z.string() });

export interface Installation {
  botUserId: string;
  botId: string;
  team: string;
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

/** Ask Slack who we are. Throws a sentence for the operator when the token is wrong or a permission is missing. */
export async function whoAmI(token: string, apiUrl: string | undefined): Promise<Installation> {
  const client = new WebClient(token, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    timeout: 10_000,
    retryConfig: { retries: 2 },
  });
  const answer = await client.auth.test().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`SLACK_BOT_TOKEN: Slack does not accept it (${why}). Copy it again from "OAuth & Permissions".`, {
      cause: error,
    });
  });
  const granted = answer.response_metadata?.scopes;
  const missing = granted ? SCOPES.filter((scope) => !granted.includes(scope)) : [];
  if (missing.length > 0) {
    throw new Error(
      `SLACK_BOT_TOKEN: the app lacks ${missing.join(', ')}. Install it again with the present manifest.`,
    );
  }
  const { user_id, bot_id, team } = whoWeAre.parse(answer);
  return { botUserId: user_id, botId: bot_id, team };
}
