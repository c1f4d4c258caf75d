/**
 * How often Slack lets an app call each method: https://docs.slack.dev/apis/web-api/rate-limits.
 * Slack promises "at least" these numbers; this workspace grants exactly them.
 */

const MINUTE = 60_000;

/** Calls per minute of the tiers, and of the methods Slack calls special. */
const TIER = { T1: 1, T2: 20, T3: 50, T4: 100, hundreds: 600, posts: 300 };

type Tier = keyof typeof TIER;

const TIERS: Record<Tier, string[]> = {
  T1: [],
  T2: [
    ...['create', 'rename', 'archive', 'unarchive', 'setTopic', 'setPurpose', 'list'].map((m) => `conversations.${m}`),
    ...['pins.add', 'pins.remove', 'pins.list', 'bookmarks.add', 'bookmarks.edit', 'bookmarks.remove'],
    ...['reactions.remove', 'usergroups.list', 'usergroups.users.list', 'users.list'],
  ],
  T3: [
    ...['invite', 'kick', 'join', 'leave', 'open', 'info', 'history', 'replies'].map((m) => `conversations.${m}`),
    ...['chat.update', 'chat.delete', 'users.lookupByEmail', 'users.conversations', 'users.getPresence', 'dnd.info'],
    ...[
      'reactions.add',
      'reactions.get',
      'bookmarks.list',
      'files.delete',
      'team.info',
      'bots.info',
      'apps.connections.open',
    ],
  ],
  T4: [
    ...['chat.postEphemeral', 'conversations.members', 'users.info', 'api.test'],
    ...['views.open', 'views.push', 'views.update', 'views.publish'],
    ...['files.getUploadURLExternal', 'files.completeUploadExternal', 'files.info'],
  ],
  hundreds: ['auth.test', 'chat.getPermalink'],
  posts: ['chat.postMessage'],
};

const TIER_OF = new Map(
  (Object.entries(TIERS) as [Tier, string[]][]).flatMap(([tier, methods]) => methods.map((m) => [m, tier] as const)),
);

/** One post per second and channel; a few at once are let through. */
const BURST = 4;

export interface RateLimits {
  /** Counts a call. 0 when it may pass, otherwise the seconds to wait; a refused call does not count. */
  take(method: string, channel?: string): number;
}

/** `now` in ms. */
export function makeRateLimits(now: () => number): RateLimits {
  const recent = new Map<string, number[]>();
  const buckets = new Map<string, { tokens: number; at: number }>();

  function bucket(channel: string): { tokens: number; at: number } {
    const last = buckets.get(channel) ?? { tokens: BURST, at: now() };
    return { tokens: Math.min(BURST, last.tokens + Math.max(0, now() - last.at) / 1000), at: now() };
  }

  return {
    take(method, channel) {
      const perMinute = TIER[TIER_OF.get(method) ?? 'T3'];
      const calls = (recent.get(method) ?? []).filter((at) => at > now() - MINUTE);
      const oldest = calls[0];
      if (calls.length >= perMinute && oldest !== undefined) return seconds(oldest + MINUTE - now());
      if (method === 'chat.postMessage' && channel !== undefined) {
        const { tokens, at } = bucket(channel);
        if (tokens < 1) return seconds((1 - tokens) * 1000);
        buckets.set(channel, { tokens: tokens - 1, at });
      }
      recent.set(method, [...calls, now()]);
      return 0;
    },
  };
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
