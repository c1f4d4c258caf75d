/** Sources in words. */

import type { Mention } from '../../alert/mention/words.ts';
import { duration, escaped, moment, quoted } from '../../slack/kit/text.ts';

/** A source and how it is. */
export interface ShownSource {
  name: string;
  /** Of its kind: `Google Alerts`. */
  title: string;
  isPaused: boolean;
  /** Written in firebreak.yml: changed there. */
  fromFile: boolean;
  canRotate: boolean;
  addedAt: Date;
  seenAt: Date | null;
  accepted: number;
  duplicates: number;
  rejected: number;
  lastError: string | null;
  lastErrorAt: Date | null;
  /** It was said that it is silent. */
  silentSince: Date | null;
  /** Why it cannot work as it is. */
  broken: string | null;
  /** Where it sends to; null for one that we ask. */
  address: string | null;
}

export interface ShownField {
  name: string;
  label: string;
  hint: string;
  secret?: 'given' | 'made';
  optional?: true;
  choices?: Record<string, string>;
}

export interface ShownKind {
  kind: string;
  title: string;
  /** What a source of it sends to, `<name>` being its name; null for one that we ask. */
  address: string | null;
  guide: { hears: string; needs: string[]; steps: string[]; limits: string[]; builtTo: string };
  fields: ShownField[];
}

/** What is shown once. */
export interface Revealed {
  name: string;
  address: string | null;
  secrets: { label: string; hint: string; value: string }[];
  steps: string[];
}

export type Tried = { mentions: Mention[] } | { why: string };

/** An item that could not be used. `item` is JSON; null when it was too large to keep. */
export interface ShownRejection {
  id: number;
  at: Date;
  why: string;
  item: string | null;
}

/** Older troubles are no news. Milliseconds. */
const NEWS = 24 * 60 * 60_000;

/** Two lines: which one, and how it is. */
export function health(source: ShownSource, now: Date): string {
  const { seenAt, accepted, duplicates, rejected, lastError, lastErrorAt } = source;
  const figures = [
    `${accepted.toLocaleString('en')} accepted`,
    ...(duplicates > 0 ? [`${duplicates.toLocaleString('en')} known already`] : []),
    `${rejected.toLocaleString('en')} rejected`,
  ];
  const seen = seenAt ? `last mention ${ago(seenAt, now)}` : `nothing yet, added ${ago(source.addedAt, now)}`;
  const isNews = lastError !== null && (!lastErrorAt || now.getTime() - lastErrorAt.getTime() < NEWS);
  const trouble = [
    ...(source.broken ? [`⚠️ ${quoted(source.broken, 300)}`] : []),
    ...(isNews ? [`⚠️ ${lastErrorAt ? `${ago(lastErrorAt, now)}: ` : ''}${quoted(lastError, 300)}`] : []),
  ];
  const isBuiltIn = source.name === 'generic';
  const where = source.fromFile ? ` · ${isBuiltIn ? 'built in, with INTAKE_TOKEN' : 'from firebreak.yml'}` : '';
  return [
    `${mark(source)} *${escaped(source.name)}* · ${escaped(source.title)}${where}${stateOf(source)}`,
    [seen, ...figures].join(' · '),
    ...trouble,
  ].join('\n');
}

function mark(source: ShownSource): string {
  if (source.isPaused) return '⏸️';
  if (source.broken) return '⚠️';
  if (source.silentSince) return '🔇';
  return source.seenAt ? '🟢' : '⚪';
}

function stateOf({ isPaused, silentSince }: ShownSource): string {
  if (isPaused) return ' · *paused*';
  return silentSince ? ' · *silent*' : '';
}

export function ago(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  return ms < 60_000 ? 'just now' : ms < 7 * NEWS ? `${duration(ms)} ago` : moment(at);
}
