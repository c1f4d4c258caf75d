import { LogLevel, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { Database } from '../db/connect.ts';
import type { Lane } from '../db/route.ts';
import { checkLease, laneAtWork } from '../delivery/lease.ts';
import { Held, NotYet } from '../delivery/outcome.ts';
import { type Budget, exhaust, spend } from '../delivery/pace.ts';
import type { Reach } from '../delivery/reach.ts';
import { isAboutToken, isMalformed, isPassing, isToPerson, NoAnswer, obstacleOf, SlackRefusal } from './errors.ts';

/** Answers of the Web API are read with zod where they matter; here they are what they are. */
export type SlackAnswer = Record<string, unknown>;

export interface SlackApi {
  /**
   * Call a Web API method once. Throws `NotYet` when its rate is used up, `SlackRefusal` when Slack says no, `NoAnswer`
   * when the outcome is unknown. `refused` lists codes the caller handles; others that a person must mend become `Held`.
   */
  call: (method: string, args: Record<string, unknown>, refused?: readonly string[] | 'all') => Promise<SlackAnswer>;
}

export interface ApiOptions {
  token: string;
  apiUrl: string | undefined;
  db: Database;
  now: () => Date;
  /** Hears whether Slack answers at all. */
  reach: Reach;
  log: { error: (detail: object, message: string) => void };
  counted: (method: string, status: string, seconds: number) => void;
}

/** Told to wait for longer, we ask again after this: nothing waits for a moment further ahead. Milliseconds. */
const LONGEST_WAIT = 9 * 60_000;
/** Shorter than a delivery's lease. Milliseconds. */
const TIMEOUT = 5_000;

/**
 * Calls a minute that Slack allows per method; a burst, then an even rate that stays below it in any minute.
 * Source: docs.slack.dev, rate limits, tiers 2 to 4. `chat.postMessage` is paced per channel by the delivery room.
 */
const TIER_2: Budget = { burst: 8, every: 5_000 };
const TIER_3: Budget = { burst: 15, every: 1_700 };
/** The same, more evenly: in a storm each card waits for its turn, and a burst is of no use to the last one. */
const EDITS: Budget = { burst: 7, every: 1_400 };
const TIER_4: Budget = { burst: 30, every: 850 };
const BUDGETS: Record<string, Budget> = {
  'conversations.create': TIER_2,
  'conversations.setTopic': TIER_2,
  'pins.add': TIER_2,
  'users.list': TIER_2,
  'bookmarks.add': TIER_2,
  'chat.update': EDITS,
  'conversations.invite': TIER_3,
  'conversations.open': TIER_3,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'users.conversations': TIER_3,
  'bookmarks.list': TIER_3,
  'files.delete': TIER_3,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
  'views.publish': TIER_4,
};

/** Edits that only count leave so many calls of a burst to those that somebody looks for. */
const LEFT_TO_PRESSES = 4;

function leftFor(lane: Lane | null, budget: Budget): Budget {
  if (lane !== 'card' && lane !== 'housekeeping') return budget;
  return { ...budget, burst: Math.max(1, budget.burst - LEFT_TO_PRESSES) };
}

/** Called from lanes that nobody waits in: when one of these is used up, the whole lane may as well wait. */
const HOLDS_LANE = new Set(['chat.update', 'conversations.setTopic', 'pins.add', 'bookmarks.add']);

/** By these it is found out what an earlier attempt left behind. */
const LOOKS = new Set([
  'conversations.history',
  'conversations.replies',
  'conversations.open',
  'users.conversations',
  'bookmarks.list',
]);

/** The client that delivers. Never the one that answers clicks: a 429 would hold up both. It does not retry. */
export function slackApi({ token, apiUrl, db, now, reach, log, counted }: ApiOptions): SlackApi {
  const client = new WebClient(token, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    retryConfig: { retries: 0 },
    timeout: TIMEOUT,
    rejectRateLimitedCalls: true,
    // What goes wrong is thrown, and logged by whoever catches it.
    logLevel: LogLevel.ERROR,
  });

  return {
    call: async (method, args, refused = []) => {
      const budget = BUDGETS[method];
      const wait = budget ? await spend(db, `slack:${method}`, leftFor(laneAtWork(), budget), now()) : null;
      if (wait) throw new NotYet(wait, HOLDS_LANE.has(method) ? 'lane' : 'self');
      await checkLease();
      const started = performance.now();
      const count = (status: string) => counted(method, status, (performance.now() - started) / 1_000);
      try {
        const answer = await client.apiCall(method, args);
        count('ok');
        reach.answered();
        return { ...answer };
      } catch (error) {
        if (error instanceof WebAPIRateLimitedError) {
          count('ratelimited');
          reach.answered();
          const until = new Date(now().getTime() + Math.min(error.retryAfter * 1_000, LONGEST_WAIT));
          if (budget) await exhaust(db, `slack:${method}`, budget, until);
          throw new NotYet(until, HOLDS_LANE.has(method) ? 'lane' : 'place');
        }
        if (!(error instanceof WebAPIPlatformError)) {
          count('unknown');
          reach.unanswered();
          throw new NoAnswer(method, error);
        }
        const code = error.data.error;
        count(code);
        if (isPassing(code)) reach.unanswered();
        else reach.answered();
        const refusal = new SlackRefusal(method, code, { ...error.data });
        if (isMalformed(code)) log.error({ method, code, data: error.data }, 'Slack refused a message as malformed');
        if (refused === 'all' || refused.includes(code)) throw refusal;
        const isKnown = isAboutToken(code) && isToPerson(args) && (await knowsUs());
        const obstacle = obstacleOf(refusal, args, isKnown);
        // Before it was refused nothing else stood open: a look for what an earlier attempt left has found nothing.
        if (obstacle) throw new Held(obstacle, !LOOKS.has(method));
        throw refusal;
      }
    },
  };

  /** Slack names the token also where just one call is not allowed. Throws `NoAnswer` when it does not say. */
  async function knowsUs(): Promise<boolean> {
    try {
      await client.auth.test();
      return true;
    } catch (error) {
      if (error instanceof WebAPIPlatformError && isAboutToken(error.data.error)) return false;
      throw new NoAnswer('auth.test', error);
    }
  }
}
