/** Is this process of use, and what of its work stands still? On a clock that nobody can set. */

import { within } from './within.ts';

/** Something that must go on. */
export interface Work {
  /** As the metrics name it. */
  name: string;
  /** What is said when it stands still. */
  sentence: string;
  /** When it was last done, in `clock()` milliseconds; null: not yet. */
  lastDone: () => number | null;
  /** Without it the work is one of our own loops, and stands still when it was not done for 15 s. */
  standsStill?: () => boolean;
}

/** A work as it is now, for the metrics. */
export interface WorkReading {
  name: string;
  standsStill: boolean;
  /** Seconds since it was last done; null: not yet. */
  age: number | null;
}

export interface ReadinessOptions {
  works: readonly Work[];
  /** What else is wrong, in sentences. One that fails or takes long is passed over. */
  problems: readonly (() => Promise<string[]>)[];
  /** Throws when the database does not answer. */
  ping: () => Promise<void>;
  log: { info: (detail: object, message: string) => void; warn: (detail: object, message: string) => void };
  /** Goes on evenly, whatever is done to the time of day. Milliseconds. */
  clock?: () => number;
}

export interface Readiness {
  /** `isReady`: this process is of use. `problems` are worth a look all the same. */
  check: () => Promise<{ isReady: boolean; problems: string[] }>;
  works: () => WorkReading[];
  /** Says in the log what stands still and what goes on again. Called every five seconds. */
  look: () => Promise<void>;
  stop: () => void;
}

/** Milliseconds. */
const STALE = 15_000;
const ANSWERS_WITHIN = 3_000;
const LOOK_EVERY = 5_000;
/** What stands still is said again after this. */
const SAID_AGAIN = 600_000;

export function watchReadiness(options: ReadinessOptions): Readiness {
  const { log } = options;
  const clock = options.clock ?? (() => performance.now());
  const startedAt = clock();
  let pinging: Promise<void> | null = null;
  let isAnswering = true;
  let lastAnswer: number | null = null;
  /** When each work that stands still was last said to. */
  const said = new Map<string, number>();

  const database: Work = {
    name: 'database',
    sentence: 'The database does not answer.',
    lastDone: () => lastAnswer,
    standsStill: () => !isAnswering,
  };
  const works = [database, ...options.works];
  const loops = options.works.filter((work) => !work.standsStill);
  const standsStill = (work: Work) =>
    work.standsStill ? work.standsStill() : clock() - (work.lastDone() ?? startedAt) > STALE;

  /** One question at a time: a database that does not answer is not to be asked by a hundred probes. */
  function askDatabase(): Promise<void> {
    pinging ??= within(ANSWERS_WITHIN, () => options.ping().then(() => true))
      .then((answer) => {
        isAnswering = answer === true;
        if (isAnswering) lastAnswer = clock();
      })
      .finally(() => {
        pinging = null;
      });
    return pinging;
  }

  async function look(): Promise<void> {
    await askDatabase();
    for (const work of works) {
      const last = said.get(work.name);
      const isStill = standsStill(work);
      if (isStill && (last === undefined || clock() - last >= SAID_AGAIN)) {
        said.set(work.name, clock());
        log.warn({ work: work.name }, work.sentence);
      } else if (!isStill && said.delete(work.name)) {
        log.info({ work: work.name }, `${work.name} goes on`);
      }
    }
  }

  const timer = setInterval(() => void look(), LOOK_EVERY).unref();
  return {
    check: async () => {
      const asked = options.problems.map((problems) => within(ANSWERS_WITHIN, problems));
      await askDatabase();
      const others = await Promise.all(asked);
      const still = works.filter(standsStill);
      const isAlive = loops.length === 0 || !loops.every(standsStill);
      return {
        isReady: isAnswering && isAlive,
        problems: [...still.map(({ sentence }) => sentence), ...others.flatMap((sentences) => sentences ?? [])],
      };
    },
    works: () =>
      works.map((work) => {
        const last = work.lastDone();
        return {
          name: work.name,
          standsStill: standsStill(work),
          age: last === null ? null : (clock() - last) / 1_000,
        };
      }),
    look,
    stop: () => clearInterval(timer),
  };
}
