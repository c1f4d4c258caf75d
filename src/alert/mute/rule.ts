import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import { FIREBREAK, type PersonId } from '../../words/people.ts';
import { after, minutes } from '../../words/time.ts';
import { shownOn } from '../card/rule.ts';
import type { Alert } from '../card/words.ts';
import type { Mention } from '../mention/words.ts';
import { normalised } from '../story/normalised.ts';
import type { Mute, MuteKind } from './words.ts';

/** How long posts can be snoozed, in minutes, with the words on the choice. */
export const MUTE_LENGTHS = { 60: '1 hour', 240: '4 hours', 1440: '24 hours', 10080: '7 days' } as const;
export type MuteMinutes = keyof typeof MUTE_LENGTHS;

/** Longer than any handle, hashtag or search a person would choose from. */
const LONGEST_VALUE = 1_000;

/** A hash sign within an address or an HTML entity begins no hashtag, and a number alone is none. */
const HASHTAG = /(?<![\p{L}\p{M}\p{N}_/&#])[#＃]([\p{L}\p{M}\p{N}_]+)/gu;

type Matched = Pick<Mention, 'author' | 'text' | 'title' | 'query'>;

/** The mute that keeps this post from making noise now, or null. Whether it is too severe for that is not asked here. */
export function mutedBy(mention: Matched, mutes: Mute[], now: Date): Mute | null {
  const running = mutes.filter((mute) => isRunning(mute, now));
  if (running.length === 0) return null;
  const said = new Map<MuteKind, string[]>([
    ['author', authorsOf(mention)],
    ['hashtag', hashtagsOf(`${mention.title ?? ''}\n${mention.text ?? ''}`)],
    ['query', mention.query === null ? [] : [plain('query', mention.query)]],
  ]);
  return running.find(({ kind, value }) => said.get(kind)?.includes(value)) ?? null;
}

export function isRunning(mute: Mute, now: Date): boolean {
  return mute.endedAt === null && mute.at <= now && now < mute.until;
}

/** The hashtags of a text as mutes keep them, each once, in their order. */
export function hashtagsOf(text: string): string[] {
  const tags = [...text.matchAll(HASHTAG)].map(([, tag]) => plain('hashtag', tag ?? ''));
  return [...new Set(tags.filter((tag) => /[^\p{N}_]/u.test(tag)))];
}

/** What a mute by author would be called: the handle, which is nobody else's; the name where there is no handle. */
export function authorOf({ author }: Pick<Mention, 'author'>): string | null {
  return plain('author', author.handle ?? '') || plain('author', author.name ?? '') || null;
}

/** One thing of an alert's mentions that can be snoozed. */
export interface MuteChoice {
  kind: MuteKind;
  value: string;
}

/** What these mentions offer to snooze by: authors, then hashtags, then queries, those met most often first. */
export function muteChoices(mentions: Matched[]): MuteChoice[] {
  const count = (kind: MuteKind, values: string[]): MuteChoice[] => {
    const times = new Map<string, number>();
    for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
    return [...times].sort(([, a], [, b]) => b - a).map(([value]) => ({ kind, value }));
  };
  return [
    ...count(
      'author',
      mentions.flatMap((mention) => authorOf(mention) ?? []),
    ),
    ...count(
      'hashtag',
      mentions.flatMap(({ title, text }) => hashtagsOf(`${title ?? ''}\n${text ?? ''}`)),
    ),
    ...count(
      'query',
      mentions.flatMap(({ query }) => (query === null ? [] : plain('query', query) || [])),
    ),
  ];
}

/** Snooze everything by one author, under one hashtag or found by one query. Only new stories are held back. */
export function startMute(
  choice: MuteChoice | null,
  length: MuteMinutes,
  by: PersonId,
  at: Date,
): Decision<Omit<Mute, 'id'>> {
  const value = choice ? plain(choice.kind, choice.value) : '';
  if (!choice || !value || value.length > LONGEST_VALUE) return refuse('Choose what to snooze.');
  const until = after(at, minutes(length));
  return allow({ kind: choice.kind, value, by, at, until, endedAt: null, endedBy: null });
}

/** It is over: by hand, or with `by` null because its time is up. */
export function endMute(mute: Mute, by: PersonId | null, at: Date): Decision<Mute> {
  if (mute.endedAt) {
    return refuse(mute.endedBy ? `<@${mute.endedBy}> stopped this snooze already.` : 'This snooze is over already.');
  }
  if (by === null && at < mute.until) return refuse('This snooze is not over yet.');
  return allow<Mute>({ ...mute, endedAt: at, endedBy: by }, { owed: [{ kind: 'mute_card', muteId: mute.id }] });
}

/**
 * An alert that a mute held back is shown like any other from now on; with `by` null because the mute's time is up.
 * What was due meanwhile is not said after the fact: its card says how late it is.
 */
export function showAfterMute(alert: Alert, by: PersonId | null, at: Date): Decision<Alert> {
  const shown: Alert = { ...alert, mutedBy: null, snoozedUntil: null, remindedUpTo: at };
  return allow(shown, {
    events: [happened('alert_muted', by ?? FIREBREAK, at, { alertId: alert.id }, { until: null })],
    owed: alert.status === 'open' ? [shownOn(shown)] : [],
  });
}

function authorsOf({ author }: Pick<Mention, 'author'>): string[] {
  return [author.handle, author.name].map((one) => plain('author', one ?? '')).filter(Boolean);
}

/** Lower case, in one form of Unicode, without the sign of a handle or hashtag. */
function plain(kind: MuteKind, value: string): string {
  const said = normalised(value, 'NFKC').trim().toLowerCase();
  return kind === 'query' ? said : said.replace(kind === 'author' ? /^@+/ : /^#+/, '');
}
