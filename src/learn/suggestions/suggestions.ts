import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverWeekLine } from './deliver.ts';
import { oweWeekLine } from './store.ts';

/** How well severities were suggested, once a week. */
export const suggestions = {
  owes: {
    week_line: {
      named: 'the line about the week',
      does: 'tell about the week',
      route: ({ from }) => ({ lane: 'housekeeping', key: `week_line:${from}`, place: ALERTS_CHANNEL }),
      deliver: deliverWeekLine,
    },
  },
  works: ({ db }) => [
    { name: 'week line', sentence: 'The line about the week cannot be written.', run: (at) => oweWeekLine(db, at) },
  ],
} satisfies Capability;
