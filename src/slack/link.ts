/** Who we are in Slack, found out without keeping anything else waiting, and remembered for when Slack is away. */
import { z } from 'zod';
import type { Database } from '../db/connect.ts';
import { findValue, keep } from '../db/key-values.ts';
import { type Installation, Refused, type whoAmI, whyNoAnswer } from './connect.ts';

const KEPT = 'who we are in Slack';
const installation = z.object({ botUserId: z.string(), botId: z.string(), team: z.string(), teamId: z.string() });

/** Asked again after growing waits while it is not well, and now and then while it is. Milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
const WELL_WAIT = 60_000;

export interface Link {
  /** Null until Slack has said it once, now or at an earlier start. */
  us: () => Installation | null;
  /** Never connected before: what Slack refuses now is a mistake in setting up. */
  isFirst: boolean;
  /** What is wrong, in a sentence; null when nothing is. */
  problem: () => string | null;
  /** When Slack last said that all is well, in `performance.now()` milliseconds. */
  lastDone: () => number | null;
  /** Asks, and goes on asking. Resolves after the first time, with what Slack refused; null also when it did not answer. */
  start: () => Promise<Refused | null>;
  /** From now on who we are is kept for later starts. */
  remember: () => Promise<void>;
  stop: () => void;
}

export async function linkToSlack({
  db,
  ask,
  log,
  onWell,
}: {
  db: Database;
  ask: () => ReturnType<typeof whoAmI>;
  log: { info: (detail: object, message: string) => void; warn: (detail: object, message: string) => void };
  /** Called when all is well, for the first time or again. */
  onWell: () => void;
}): Promise<Link> {
  let kept = await findValue(db, KEPT);
  const isFirst = kept === null;
  let us: Installation | null = kept === null ? null : installation.parse(JSON.parse(kept));
  let problem: string | null = 'Slack has not answered yet.';
  let lastDone: number | null = null;
  let wait = FIRST_WAIT;
  let mayKeep = false;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function askOnce(): Promise<Refused | null> {
    const wasWell = problem === null;
    let refused: Refused | null = null;
    try {
      const { installation: now, lacks } = await ask();
      become(now);
      if (lacks.length > 0) throw new Refused(lacking(lacks));
      if (lastDone === null) log.info({ team: now.team, bot: now.botUserId }, 'connected to Slack');
      problem = null;
      lastDone = performance.now();
    } catch (error) {
      refused = error instanceof Refused ? error : null;
      problem = refused?.message ?? `Slack does not answer (${whyNoAnswer(error)}). It is asked again.`;
    }
    await keepUs();
    if (!wasWell && problem === null) onWell();
    return refused;
  }

  function become(next: Installation): void {
    if (us && (us.teamId !== next.teamId || us.botUserId !== next.botUserId)) {
      log.warn({ before: us, now: next }, 'the bot token is of another workspace or app than before');
    }
    us = next;
  }

  /** What cannot be kept now is kept the next time. */
  async function keepUs(): Promise<void> {
    const text = us && JSON.stringify(us);
    if (!mayKeep || text === null || text === kept) return;
    await keep(db, KEPT, text).then(
      () => {
        kept = text;
      },
      (error: unknown) => log.warn({ err: error }, 'who we are in Slack could not be kept'),
    );
  }

  async function goOn(): Promise<Refused | null> {
    const refused = await askOnce();
    if (isStopped) return refused;
    timer = setTimeout(() => void goOn(), problem === null ? WELL_WAIT : wait).unref();
    wait = problem === null ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT);
    return refused;
  }

  return {
    us: () => us,
    isFirst,
    problem: () => problem,
    lastDone: () => lastDone,
    start: goOn,
    remember: async () => {
      mayKeep = true;
      await keepUs();
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function lacking(scopes: readonly string[]): string {
  return `SLACK_BOT_TOKEN: the app lacks ${scopes.join(', ')}. Install it again with the present manifest.`;
}

/** What Slack refuses of all we need when it is asked for the first time since the start. */
export async function firstContact(link: Link, openSocket: () => Promise<Refused | null>): Promise<Refused | null> {
  // Who we are may be known from an earlier start.
  const opening = link.us() ? openSocket() : null;
  const refused = await link.start();
  return refused ?? (link.us() ? await (opening ?? openSocket()) : null);
}
