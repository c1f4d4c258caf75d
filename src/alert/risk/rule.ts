import type { Topic } from '../../policy/words.ts';
import { type Severity, worse } from '../../words/severity.ts';
import type { Author, Mention } from '../mention/words.ts';
import type { Pace } from '../spread/words.ts';
import { atOnce } from './at-once.ts';
import { folded } from './folded.ts';
import { topicsIn } from './read-topics.ts';

export interface Suggestion {
  severity: Severity;
  /** In words a person can agree or argue with, the most telling first. Figures and our own words only. */
  because: string[];
}

interface Reason {
  severity: Severity;
  because: string;
}

interface Step {
  from: number;
  severity: Severity;
}

/** Audience sizes and the severity they call for. Source: the recommended matrix; numbers are a start, not a law. */
const REACH: Step[] = [
  { from: 500_000, severity: 'SEV1' },
  { from: 50_000, severity: 'SEV2' },
  { from: 5_000, severity: 'SEV3' },
];

/** Likes, replies and shares together. */
const ENGAGEMENT: Step[] = [
  { from: 20_000, severity: 'SEV1' },
  { from: 2_000, severity: 'SEV2' },
  { from: 100, severity: 'SEV3' },
];

/** Posts an hour, and how many times the usual that must be. Source: the recommended matrix. */
const PACE: (Step & { times: number })[] = [
  { from: 20, times: 10, severity: 'SEV1' },
  { from: 8, times: 5, severity: 'SEV2' },
  { from: 3, times: 2, severity: 'SEV3' },
];

/** Two stars of five and less. */
const POOR = 0.4;

const MOST_REASONS = 5;
const NOTHING = 'nothing in it points to harm or reach';
const count = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** What has been suggested for a mention, as long as it is in memory: it is read once, with pauses or without. */
const suggested = new WeakMap<Topic[], WeakMap<Mention, Suggestion>>();

/**
 * How severe a mention looks, and why. A person decides. Nothing unknown lowers it: without its text it is SEV3, not
 * SEV4. Praise from the source's own sentiment lowers nothing either: those labels miss too much.
 */
export function suggestSeverity(mention: Mention, topics: Topic[]): Suggestion {
  return atOnce(suggesting(mention, topics));
}

/**
 * The same. It may pause at each `yield`, for a team's own patterns may take half a second for a long post. Asked for
 * again, it is there at once.
 */
export function* suggesting(mention: Mention, topics: Topic[]): Generator<void, Suggestion> {
  const ofTopics = suggested.get(topics) ?? new WeakMap<Mention, Suggestion>();
  suggested.set(topics, ofTopics);
  const known = ofTopics.get(mention);
  if (known) return known;
  const suggestion = suggestionOf(mention, yield* namedIn(mention, topics));
  ofTopics.set(mention, suggestion);
  return suggestion;
}

function suggestionOf(mention: Mention, named: Topic[]): Suggestion {
  const isBad = mention.sentiment === 'negative' || named.length > 0 || isPoor(mention.rating);
  const reasons: Reason[] = [
    ...named.map(({ floor, because }) => ({ severity: floor, because })),
    ...bySpeaker(mention, isBad),
    ...byReach(mention),
    ...byRating(mention),
  ];
  if (mention.sentiment === 'negative') reasons.push({ severity: 'SEV3', because: 'the source calls it negative' });
  if (!mention.text?.trim()) {
    reasons.push({ severity: 'SEV3', because: 'the text is not known, so it is not called low' });
  }
  const severity = reasons.reduce<Severity>((worst, reason) => worse(worst, reason.severity), 'SEV4');
  // Sorting keeps the order of equals: what is said comes before who says it and how far it goes.
  const because = reasons.sort((a, b) => a.severity.localeCompare(b.severity)).map((reason) => reason.because);
  return { severity, because: because.length > 0 ? because.slice(0, MOST_REASONS) : [NOTHING] };
}

/** Was nothing found that calls for more? */
export function isNothing({ because }: Suggestion): boolean {
  return because.length === 1 && because[0] === NOTHING;
}

/** What the pace of a story calls for; null when it calls for nothing. Unknown or under one an hour is read as one. */
export function suggestByPace({ lastHour, usual }: Pace): Suggestion | null {
  const step = PACE.find(({ from, times }) => lastHour >= from && lastHour >= times * Math.max(usual ?? 1, 1));
  if (!step) return null;
  const before = usual === null ? 'usual not known yet' : `usually ${usual === 0 ? 'none' : count.format(usual)}`;
  return { severity: step.severity, because: [`${count.format(lastHour)} posts an hour, ${before}`] };
}

/**
 * The worse of two, with the reasons of both: its own first, at most five. Of the same reason with other figures the
 * first one stays.
 */
export function joined(a: Suggestion, b: Suggestion | null): Suggestion {
  if (b === null) return a;
  const [first, second] = worse(a.severity, b.severity) === a.severity ? [a, b] : [b, a];
  const byKind = new Map<string, string>();
  for (const because of [...first.because, ...second.because]) {
    const kind = kindOf(because);
    if (!byKind.has(kind)) byKind.set(kind, because);
  }
  if (byKind.size > 1) byKind.delete(NOTHING);
  return { severity: first.severity, because: [...byKind.values()].slice(0, MOST_REASONS) };
}

/** "8 posts an hour, usually 1" and "25 posts an hour, usually 2" are of one kind. */
function kindOf(because: string): string {
  const [main = because] = /^[^,]*\d[^,]*/.exec(because) ?? [];
  return main.replace(/\d[\d.]*[KMBT]?/g, '#');
}

function* namedIn({ title, text, language }: Mention, topics: Topic[]): Generator<void, Topic[]> {
  const said = title && text ? `${title}\n${text}` : (title ?? text ?? '');
  return said === '' ? [] : yield* topicsIn(said, language, topics);
}

/** Press by the words of its name; sources send no biography. */
const PRESS =
  /\b(?:news(?:room|desk|paper|wire|night|hour|\d+)?s?|\w+news|noticias|nachrichten|actualites?|journalist\w*|journalistin|journaliste|periodista|reporter[ao]?|correspondent|corresponsal|correspondant|korrespondent|newsroom|redaktion|redaction|redaccion|zeitung|diario|gazette|herald|tribune|reuters|afp|dpa|efe|bbc\w*|cnn\w*|itv|ard|zdf|rtve|bfmtv)\b|(?:journalist|reporter|_news)/;

/** Who says it, or where it stands. */
function bySpeaker({ author, network }: Mention, isBad: boolean): Reason[] {
  const reasons: Reason[] = [];
  if (network === 'news') reasons.push({ severity: isBad ? 'SEV2' : 'SEV3', because: 'an article in the news' });
  const press = network !== 'news' && isPress(author);
  if (press && author.verified) {
    reasons.push({ severity: 'SEV2', because: 'verified account that looks like press by its name' });
  } else if (press) reasons.push({ severity: 'SEV3', because: 'looks like press by its name' });
  else if (author.verified) reasons.push({ severity: 'SEV3', because: 'verified account' });
  return reasons;
}

function isPress({ name, handle }: Author): boolean {
  if (!name && !handle) return false;
  return PRESS.test(folded(`${name ?? ''} ${handle ?? ''}`));
}

function byReach(mention: Mention): Reason[] {
  const audience = Math.max(mention.reach ?? 0, mention.author.followers ?? 0);
  const engagement = mention.engagement ?? 0;
  const reached = stepOf(REACH, audience);
  const engaged = stepOf(ENGAGEMENT, engagement);
  return [
    ...(reached ? [{ severity: reached, because: `audience of ${count.format(audience)}` }] : []),
    ...(engaged ? [{ severity: engaged, because: `${count.format(engagement)} reactions already` }] : []),
  ];
}

function stepOf(steps: Step[], figure: number): Severity | null {
  return steps.find(({ from }) => figure >= from)?.severity ?? null;
}

/** A review stays where buyers look. Without its stars it may be praise or not, so it is not called low. */
function byRating({ rating, network }: Mention): Reason[] {
  if (rating && isPoor(rating)) return [{ severity: 'SEV3', because: `${rating.value} of ${rating.max} stars` }];
  return !rating && network === 'review' ? [{ severity: 'SEV3', because: 'a review, its stars are not known' }] : [];
}

function isPoor(rating: Mention['rating']): boolean {
  return rating !== null && rating.value <= POOR * rating.max;
}
