import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverSourceWord } from './deliver.ts';
import { silenceWorks } from './store.ts';

/** A source that is quieter than it usually is, or fails, says so. */
export const sourceSilence = {
  owes: {
    source_word: {
      named: 'a word about a source',
      does: 'tell about a source',
      route: ({ once }) => ({ lane: 'alert', key: `source_word:${once}`, place: ALERTS_CHANNEL }),
      deliver: deliverSourceWord,
    },
  },
  works: silenceWorks,
} satisfies Capability;
