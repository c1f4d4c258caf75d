/** What a capability says of itself. All of it is put together in `capabilities.ts`. */
import type { App } from '@slack/bolt';
import type { BoardPart } from './act/room/view.ts';
import type { PostViews } from './act/room/view-post.ts';
import type { Wanted, Work } from './clock/store-due.ts';
import type { Verb } from './command/verb.ts';
import type { Database } from './db/connect.ts';
import type { Sentences } from './learn/timeline/rule.ts';
import type { Firebreak } from './slack/firebreak.ts';
import type { OwesKinds } from './slack/owes.ts';

export interface Capability {
  /** How the timeline tells what happened. */
  events?: Partial<Sentences>;
  /** What it owes the outside. */
  owes?: OwesKinds;
  /** What it says in an incident's room. */
  posts?: Partial<PostViews>;
  /** What stands on the board of an open incident, and can be pressed there. */
  board?: BoardPart;
  /** What `/incident` can do, by its word. */
  verbs?: Record<string, Verb>;
  /** Hears buttons, menus, forms and what happens in the workspace. */
  listen?: (app: App, firebreak: Firebreak) => void;
  /** What it looks at every second. */
  works?: (wanted: Wanted) => Work[];
  /** What nobody needs any more, by what it is called. Done by night. */
  forgets?: Record<string, (db: Database, now: Date) => Promise<unknown>>;
}
