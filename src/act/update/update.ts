import type { Capability } from '../../capability.ts';
import { listenForUpdates, update as updateVerb } from './slack.ts';
import { updateButton, updateLines, updatePost } from './view.ts';

/** Everyone inside is told what is new, and when the next word comes. */
export const update = {
  events: { update_posted: (who) => `${who} posted an update` },
  posts: { update: updatePost },
  board: { lines: updateLines, button: updateButton },
  verbs: { update: updateVerb },
  listen: listenForUpdates,
} satisfies Capability;
