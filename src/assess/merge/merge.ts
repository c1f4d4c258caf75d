import type { Capability } from '../../capability.ts';
import { listenForSplits } from './slack.ts';

/** People know better which posts tell one story. */
export const merge = {
  events: {
    alert_merged: (who) => `${who} merged another alert into it`,
    mention_split: (who) => `${who} split a post out of the story`,
  },
  listen: listenForSplits,
} satisfies Capability;
