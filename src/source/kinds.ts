import { BLUESKY } from './bluesky/bluesky.ts';
import { BRANDWATCH } from './brandwatch/brandwatch.ts';
import { FEED } from './feed/feed.ts';
import { GENERIC } from './generic/generic.ts';
import { MASTODON } from './mastodon/mastodon.ts';
import { MELTWATER } from './meltwater/meltwater.ts';
import { MENTION_COM } from './mention-com/mention-com.ts';
import { META } from './meta/meta.ts';
import type { SourceKind } from './source.ts';
import { TALKWALKER } from './talkwalker/talkwalker.ts';
import { TRUSTPILOT } from './trustpilot/trustpilot.ts';
import { X_ACTIVITY } from './x-activity/x-activity.ts';
import { YOUTUBE } from './youtube/youtube.ts';

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
