/** The socket of Socket Mode: opened in the background, and again whenever it does not stand. */
import type { SocketModeReceiver } from '@slack/bolt';
import { type Refused, refusalOf, whyNoAnswer } from './connect.ts';

/** Waits after a failure, doubling. Milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
/** Slack says hello right after the socket is open. Milliseconds. */
const OPENS_WITHIN = 20_000;
/** One that stood for less is not opened again at once. Milliseconds. */
const STOOD = 5_000;

type Client = SocketModeReceiver['client'];

export interface Socket {
  /** Opens it and keeps it open. Resolves after the first try: null when it stands or Slack did not answer. */
  start: () => Promise<Refused | null>;
  /** Why it does not stand, in a sentence; null when it does. */
  problem: () => string | null;
  /** When it was last seen to stand, in `performance.now()` milliseconds. */
  lastDone: () => number | null;
  stop: () => void;
}

/**
 * The library's own reconnecting gives up when Slack does not answer, with a rejection that nobody can catch
 * (facts/slack.md, 4.4): `client` is to have it switched off.
 */
export function keepOpen(client: Client): Socket {
  let problem: string | null = 'The socket to Slack is not open yet: no click arrives.';
  let stoodAt: number | null = null;
  let wait = FIRST_WAIT;
  let isStopped = false;
  let wakeUp = () => {};

  client.on('connected', () => {
    problem = null;
    wait = FIRST_WAIT;
    stoodAt = performance.now();
    if (isStopped) void client.disconnect();
  });
  client.on('disconnected', () => {
    if (problem !== null) return;
    // Slack replaces a socket now and then; nothing is wrong.
    wait = performance.now() - (stoodAt ?? 0) > STOOD ? 0 : STOOD;
    stoodAt = performance.now();
    problem = 'The socket to Slack was closed: no click arrives. It is opened again.';
    wakeUp();
  });

  async function open(): Promise<Refused | null> {
    try {
      await within(OPENS_WITHIN, client);
      return null;
    } catch (error) {
      const refused = refusalOf(error, 'SLACK_APP_TOKEN', 'Make one with connections:write under "Basic Information".');
      const why = refused?.message ?? `Slack does not answer (${whyNoAnswer(error)}).`;
      problem = `The socket to Slack is not open: no click arrives. ${why} It is tried again.`;
      return refused;
    }
  }

  /** Until the time has passed, or somebody wakes us. */
  function pause(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms).unref();
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function keep(): Promise<void> {
    while (!isStopped) {
      if (problem === null) {
        await pause(null);
        continue;
      }
      await pause(wait);
      if (isStopped) return;
      wait = Math.min(Math.max(wait * 2, FIRST_WAIT), LONGEST_WAIT);
      await open();
    }
  }

  return {
    start: async () => {
      const refused = await open();
      void keep();
      return refused;
    },
    problem: () => problem,
    lastDone: () => (problem === null ? performance.now() : stoodAt),
    stop: () => {
      isStopped = true;
      wakeUp();
    },
  };
}

async function within(ms: number, client: Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it said no hello')), ms).unref();
  });
  try {
    await Promise.race([client.start(), late]);
  } catch (error) {
    // Whatever of it is open still is not to be mistaken for the next one.
    await client.disconnect();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
