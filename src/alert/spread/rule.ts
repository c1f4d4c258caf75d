/** How far and how fast a story has spread: what a card shows of many mentions. */

import type { Owed } from '../../words/decision.ts';
import type { Network } from '../../words/judgement.ts';
import { minutes } from '../../words/time.ts';
import type { KnownMention, Mention } from '../mention/words.ts';
import { normaliseText } from '../story/rule.ts';
import type { Pace } from './words.ts';

/** From so many mentions on one post no longer stands for all of them. */
export const MANY = 10;

/** The picture of a story that somebody has to do with, where there is enough to draw. */
export function chartOwed({ id, mentionCount }: { id: number; mentionCount: number }): Owed[] {
  return mentionCount >= MANY ? [{ kind: 'alert_chart', alertId: id }] : [];
}

/** A picture older than this is drawn anew when somebody looks. Milliseconds. */
const FRESH_FOR = minutes(10);

/** Is the picture that somebody looks at to be drawn, or drawn anew? */
export function isStale(chart: { drawnAt: Date } | null, lastMentionAt: Date, now: Date): boolean {
  return chart === null || (lastMentionAt > chart.drawnAt && now.getTime() - chart.drawnAt.getTime() > FRESH_FOR);
}

/** What a network has of a story. */
export interface OnNetwork {
  network: Network;
  mentions: number;
  /** When the first of those was received that its author has not deleted; null when all are deleted. */
  oldestAt: Date | null;
  /** Did one of us answer there? */
  isAnswered: boolean;
}

/** Mentions received from `since` on, for one step of a series. */
export interface Count {
  since: Date;
  mentions: number;
}

/** A story's mentions over time. Steps follow each other without a gap. */
export interface Series {
  /** Of one step. Milliseconds. */
  step: number;
  counts: Count[];
}

export interface Spread {
  pace: Pace;
  /** Most mentions first. */
  networks: OnNetwork[];
  /** Those with the largest audience, largest first, each author once. */
  voices: KnownMention[];
  /** Posts that say something else than the first one: by the largest audience, and the latest. */
  samples: KnownMention[];
}

/** Where nobody of us has answered and somebody still waits, most mentions first. */
export function unanswered(networks: OnNetwork[]): (OnNetwork & { oldestAt: Date })[] {
  return networks.flatMap((one) =>
    one.isAnswered || one.oldestAt === null ? [] : [{ ...one, oldestAt: one.oldestAt }],
  );
}

/** How many people a post may have reached, as far as anybody knows. */
export function audienceOf({ reach, author }: Pick<Mention, 'reach' | 'author'>): number {
  return Math.max(reach ?? 0, author.followers ?? 0);
}

/** The first `most` with different authors, in the order given. */
export function differentVoices(mentions: KnownMention[], most: number): KnownMention[] {
  const byAuthor = new Map<string, KnownMention>();
  for (const mention of mentions) {
    const { id, handle, name } = mention.author;
    const who = `${mention.network} ${id ?? handle ?? name ?? mention.id}`.toLowerCase();
    if (!byAuthor.has(who) && audienceOf(mention) > 0) byAuthor.set(who, mention);
  }
  return [...byAuthor.values()].slice(0, most);
}

/** Of each list the first post that says something none before it said. `first` is shown already. */
export function differentTexts(first: Mention, lists: KnownMention[][]): KnownMention[] {
  const said = new Set([saying(first)]);
  return lists.flatMap((list) => {
    const other = list.find((mention) => mention.text && mention.id !== first.id && !said.has(saying(mention)));
    if (!other) return [];
    said.add(saying(other));
    return [other];
  });
}

function saying({ text }: Mention): string {
  return normaliseText(text ?? '');
}

/** As counted in `volumes`. Milliseconds. */
const BUCKET = 5 * 60_000;
/** A step is one of these many buckets: 5, 10, 15, 30 minutes; 1, 2, 3, 6, 12 hours; 1, 2, 7 days. */
const BUCKETS = [1, 2, 3, 6, 12, 24, 36, 72, 144, 288, 576, 2016];
const MOST_STEPS = 48;
/** Shorter than an hour a course of things is not seen. */
const SHORTEST = 12 * BUCKET;

/** The course of a story in at most 48 steps, from its first mention to `now`. */
export function seriesOf(counts: Count[], now: Date): Series {
  const times = counts.map(({ since }) => since.getTime());
  const end = floored(Math.max(now.getTime(), ...times), BUCKET) + BUCKET;
  const start = Math.min(...times, end - SHORTEST);
  const step = BUCKET * (BUCKETS.find((n) => spanned(start, end, n * BUCKET) <= MOST_STEPS) ?? widest(start, end));
  const from = floored(start, step);
  const totals = new Array<number>(spanned(start, end, step)).fill(0);
  for (const { since, mentions } of counts) {
    const at = Math.floor((since.getTime() - from) / step);
    totals[at] = (totals[at] ?? 0) + mentions;
  }
  return { step, counts: totals.map((mentions, i) => ({ since: new Date(from + i * step), mentions })) };
}

function widest(start: number, end: number): number {
  return Math.ceil((end - start) / BUCKET / (MOST_STEPS - 1));
}

/** How many steps touch the time from `start` to `end`. */
function spanned(start: number, end: number, step: number): number {
  return Math.ceil((end - floored(start, step)) / step);
}

function floored(time: number, step: number): number {
  return Math.floor(time / step) * step;
}
