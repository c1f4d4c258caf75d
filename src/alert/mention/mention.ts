import type { Capability } from '../../capability.ts';
import { listenForMentions } from './slack.ts';

/** One public post, comment, review or article about us. */
export const mention = {
  events: {
    mention_edited: () => 'a post was edited by its author',
    mention_deleted: () => 'a post was deleted by its author',
  },
  listen: listenForMentions,
} satisfies Capability;
