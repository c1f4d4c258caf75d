/** When a source has been quiet for longer than is usual for it. */

import { allow, type Decision, type Owed, refuse } from '../../words/decision.ts';
import { after, minutes } from '../../words/time.ts';

/** The longest pause between two arrivals that began in an hour. */
export interface Gap {
  /** Counted from 1970. */
  hour: number;
  /** Milliseconds. */
  ms: number;
}

/** What of a source matters here. */
export interface Watched {
  name: string;
  seenAt: Date | null;
  gaps: Gap[];
  /** It was said that it is silent; null once it is back. */
  silentSince: Date | null;
  /** When its silence is worth a word. */
  nextDueAt: Date | null;
  lastError: string | null;
  /** Of a source we pull: it has failed since then, each time. */
  failingSince: Date | null;
}

const HOUR = minutes(60);
/** A week: nights and weekends are in it. */
const KEPT = 7 * 24;
/** Hours in which something was heard, before we say what is usual. */
const LEAST_KNOWN = 4;
/** No silence shorter than this is worth a word. */
const SHORTEST = minutes(15);
/** A pulled source that has failed for so long is told of. Milliseconds. */
export const FAILS_FOR = HOUR;

/** `gaps` with the pause from `from` to `to`. Bursts leave no trace: of each hour only the longest is kept. */
export function withGap(gaps: Gap[], from: Date, to: Date): Gap[] {
  const hour = Math.floor(from.getTime() / HOUR);
  const ms = to.getTime() - from.getTime();
  if (ms < 0) return gaps;
  const known = gaps.find((gap) => gap.hour === hour);
  const rest = gaps.filter((gap) => gap.hour !== hour && gap.hour > hour - KEPT);
  return [...rest, { hour, ms: Math.max(ms, known?.ms ?? 0) }].sort((a, b) => a.hour - b.hour);
}

/**
 * From when on its silence is unusual; null while too little is known of it.
 *
 * Usual is the second longest pause of the last week that began at this time of day, an hour more or less: at night it
 * is longer, and one outage does not stretch it. Where little is known of the hour, that of all hours. Three times that
 * is unusual, for pauses of one source differ much by chance. Above two hours they are nights or weekends, which differ
 * little: then twice that and two hours more. Never under a quarter of an hour.
 */
export function unusualFrom(gaps: Gap[], seenAt: Date): Date | null {
  if (gaps.length < LEAST_KNOWN) return null;
  const now = Math.floor(seenAt.getTime() / HOUR);
  const alike = gaps.filter(({ hour }) => [0, 1, 23].includes(modulo(hour - now, 24)));
  const longest = (alike.length >= LEAST_KNOWN ? alike : gaps).map(({ ms }) => ms).sort((a, b) => b - a);
  const usual = longest[1] ?? 0;
  return after(seenAt, Math.max(SHORTEST, usual <= 2 * HOUR ? 3 * usual : 2 * usual + 2 * HOUR));
}

/** It was heard of at these moments, in order. A silence that was told of is over. */
export function heardFrom(source: Watched, times: Date[]): { source: Watched; owed: Owed[] } {
  let { gaps, seenAt } = source;
  for (const at of times) {
    if (seenAt && at <= seenAt) continue;
    // A longer one that nobody was told of: it was paused, or we were not there to hear.
    const isOurs = seenAt !== null && source.silentSince === null && isAfter(at, unusualFrom(gaps, seenAt));
    if (seenAt && !isOurs) gaps = withGap(gaps, seenAt, at);
    seenAt = at;
  }
  const nextDueAt = seenAt && unusualFrom(gaps, seenAt);
  const heard = { ...source, gaps, seenAt, nextDueAt, silentSince: null };
  const since = source.seenAt ?? source.silentSince;
  const [first] = times;
  if (source.silentSince === null || !since || !first) return { source: heard, owed: [] };
  const text =
    `🔊 \`${source.name}\` is back after ${length(first, since)}. ` +
    'It may have missed something in between: look there, or upload what it missed.';
  return { source: heard, owed: [word(source, text, `back/${source.silentSince.toISOString()}`)] };
}

/** Say that a source is silent. Once for each silence. */
export function saySilent(source: Watched, at: Date): Decision<Watched> {
  const { seenAt, nextDueAt, silentSince } = source;
  if (!seenAt || !nextDueAt || at < nextDueAt) return refuse('It is not due.');
  const said = { ...source, nextDueAt: null, silentSince: silentSince ?? at };
  if (silentSince) return allow(said);
  const text =
    `🔇 Nothing has come from \`${source.name}\` for ${length(at, seenAt)}; that is unusual for this time of day. ` +
    'Posts may be missed. See `/incident sources`.';
  return allow(said, { owed: [word(source, text, `silent/${seenAt.toISOString()}`)] });
}

/**
 * A source that we pull began to fail, has failed for an hour, or answers again. `lastError` is what its last pull
 * ended with, null when that went well.
 */
export function followFailing(source: Watched, at: Date): Decision<Watched> {
  const { name, lastError, failingSince, silentSince } = source;
  if (lastError !== null && failingSince === null) return allow({ ...source, failingSince: at });
  if (lastError !== null && failingSince !== null) {
    if (silentSince !== null || at < after(failingSince, FAILS_FOR)) return refuse('It is not due.');
    const text = `🔇 \`${name}\` has failed for ${length(at, failingSince)}: ${lastError} See \`/incident sources\`.`;
    const owed = [word(source, text, `fails/${failingSince.toISOString()}`)];
    return allow({ ...source, silentSince: at }, { owed });
  }
  if (failingSince === null) return refuse('It works.');
  const works = { ...source, failingSince: null, silentSince: null };
  if (silentSince === null) return allow(works);
  const text = `🔊 \`${name}\` answers again after ${length(at, failingSince)}. It goes on where it stopped.`;
  return allow(works, { owed: [word(source, text, `works/${failingSince.toISOString()}`)] });
}

function word({ name }: Watched, text: string, what: string): Owed {
  return { kind: 'source_word', source: name, text, once: `${name}/${what}` };
}

function isAfter(at: Date, due: Date | null): boolean {
  return due !== null && at > due;
}

function modulo(n: number, by: number): number {
  return ((n % by) + by) % by;
}

/** "25 min", "3 h 10 min", "4 days". */
function length(to: Date, from: Date): string {
  const total = Math.max(1, Math.round((to.getTime() - from.getTime()) / minutes(1)));
  const [hours, left] = [Math.floor(total / 60), total % 60];
  if (hours === 0) return `${left} min`;
  if (hours >= 72) return `${Math.round(hours / 24)} days`;
  return left === 0 ? `${hours} h` : `${hours} h ${left} min`;
}
