import { BLUESKY } from './bluesky.ts';
import { BRANDWATCH } from './brandwatch.ts';
import { FEED } from './feed.ts';
import { GENERIC } from './generic.ts';
import { MASTODON } from './mastodon.ts';
import { MELTWATER } from './meltwater.ts';
import { MENTION_COM } from './mention-com.ts';
import { META } from './meta.ts';
import type { SourceKind } from './source.ts';
import { TALKWALKER } from './talkwalker.ts';
import { TRUSTPILOT } from './trustpilot.ts';
import { X_ACTIVITY } from './x-activity.ts';
import { YOUTUBE } from './youtube.ts';

const ALL: readonly SourceKind[] = [
  GENERIC,
  META,
  X_ACTIVITY,
  MELTWATER,
  TRUSTPILOT,
  FEED,
  MENTION_COM,
  YOUTUBE,
  BRANDWATCH,
  TALKWALKER,
  BLUESKY,
  MASTODON,
];

/** Every listening tool we understand. A new one is one file that says all about it, and one line here. */
export const KINDS: ReadonlyMap<string, SourceKind> = new Map(ALL.map((kind) => [kind.kind, kind]));
