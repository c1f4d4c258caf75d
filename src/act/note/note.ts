import type { Capability } from '../../capability.ts';
import { note as noteVerb } from './slack.ts';
import { notePost } from './view.ts';

/** Something is kept on the timeline, and shown in the room. */
export const note = {
  events: { note_added: (who) => `${who} added a note` },
  posts: { note: notePost },
  verbs: { note: noteVerb },
} satisfies Capability;
