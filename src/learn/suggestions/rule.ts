/** What people made of a week's suggestions: where they agreed, what they corrected, and what only made noise. */

import type { DismissReason } from '../../words/judgement.ts';
import { isAtLeast, type Severity } from '../../words/severity.ts';
import { after, minutes } from '../../words/time.ts';

/** The first thing a person decided about an alert. */
export interface Judgement {
  suggested: Severity;
  /** What a person made of it; null when it was dismissed, or attached to an incident without a judgement. */
  chosen: Severity | null;
  dismissedAs: DismissReason | null;
  /** Of its first mention. */
  source: string;
  query: string | null;
}

export interface SuggestionWeek {
  /** The chosen severity was the suggested one. */
  right: number;
  raised: number;
  lowered: number;
  dismissed: number;
  /** The noisiest first. */
  noisy: Noise[];
}

/** A query nearly all of whose stories were dismissed. */
export interface Noise {
  source: string;
  /** Null: what the source sends without naming a query. */
  query: string | null;
  stories: number;
  dismissed: number;
  /** The commonest reason given. */
  mostlyAs: DismissReason;
}

/** Fewer stories say little about a query. Both numbers are ours, to be changed when teams say so. */
const ENOUGH_STORIES = 20;
const NOISY_ABOVE = 0.8;

const WEEK = minutes(7 * 24 * 60);
/** The first Monday, 09:00, that a `Date` can tell: 1970 began on a Thursday. */
const FIRST_MONDAY = Date.UTC(1970, 0, 5, 9);

/** The last whole week at `now`. A week ends on Monday at 09:00 UTC, before which moment nothing of it is told. */
export function weekBefore(now: Date): { from: Date; to: Date } {
  const weeks = Math.floor((now.getTime() - FIRST_MONDAY) / WEEK);
  const to = new Date(FIRST_MONDAY + weeks * WEEK);
  return { from: after(to, -WEEK), to };
}

/** Null when nobody gave a severity or dismissed anything: then there is nothing to tell. */
export function suggestionWeek(judgements: Judgement[]): SuggestionWeek | null {
  const week: SuggestionWeek = { right: 0, raised: 0, lowered: 0, dismissed: 0, noisy: noisyQueries(judgements) };
  for (const { suggested, chosen, dismissedAs } of judgements) {
    if (dismissedAs !== null) week.dismissed++;
    else if (chosen === suggested) week.right++;
    else if (chosen !== null) week[isAtLeast(chosen, suggested) ? 'raised' : 'lowered']++;
  }
  return week.right + week.raised + week.lowered + week.dismissed > 0 ? week : null;
}

function noisyQueries(judgements: Judgement[]): Noise[] {
  const found = new Map<string, Judgement[]>();
  for (const judgement of judgements) {
    const key = JSON.stringify([judgement.source, judgement.query]);
    const others = found.get(key);
    if (others) others.push(judgement);
    else found.set(key, [judgement]);
  }
  return [...found.values()].flatMap(noiseOf).sort((a, b) => b.dismissed - a.dismissed);
}

function noiseOf(stories: Judgement[]): Noise[] {
  const [first] = stories;
  const reasons = stories.flatMap(({ dismissedAs }) => (dismissedAs === null ? [] : [dismissedAs]));
  const mostlyAs = commonest(reasons);
  if (!first || mostlyAs === null || stories.length < ENOUGH_STORIES) return [];
  if (reasons.length / stories.length <= NOISY_ABOVE) return [];
  const { source, query } = first;
  return [{ source, query, stories: stories.length, dismissed: reasons.length, mostlyAs }];
}

/** Of equals, the one that was given first. */
function commonest(reasons: DismissReason[]): DismissReason | null {
  const counts = new Map<DismissReason, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most ? most[0] : null;
}
