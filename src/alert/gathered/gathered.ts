import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverGatheredCard } from './deliver.ts';
import { listenForGathered } from './slack.ts';

/** Small stories share the card of their day. */
export const gathered = {
  events: {
    alert_moved_up: (who, { from }) =>
      from === 'counted'
        ? `${who} took it from the kind words: it waits for an answer`
        : `${who} gave it a card of its own`,
  },
  owes: {
    gathered_card: {
      named: 'the card of small ones',
      does: 'show small stories',
      route: ({ day, part }) => ({
        lane: 'alert',
        key: `gathered_card:${day}/${part}`,
        place: ALERTS_CHANNEL,
        isRedrawn: true,
      }),
      deliver: deliverGatheredCard,
      // One a day, whose stories can be opened and reopened at any time.
      shows: 'day',
    },
  },
  listen: listenForGathered,
} satisfies Capability;
