import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverLeftStormCard, deliverStormCard, deliverStormCardAnew, deliverStormReminder } from './deliver.ts';
import { listenForStorms } from './slack.ts';
import { endCalmStorms } from './store.ts';

/** Many stories at once: one card for all of them. */
export const storm = {
  events: {
    alert_taken_in: () => 'a storm had begun, and took it in',
    alert_taken_out: (who) => `${who} took it out of the storm`,
  },
  owes: {
    storm_card: {
      named: 'the card of a storm',
      does: 'show a storm',
      // Of a storm nothing is SEV1: that has a card of its own.
      route: ({ stormId }) => ({
        lane: 'alert',
        key: `storm_card:${stormId}`,
        place: ALERTS_CHANNEL,
        isRedrawn: true,
        weight: 2,
      }),
      deliver: deliverStormCard,
      // One for each storm, whose stories can be taken out, dismissed and reopened at any time.
      shows: 'storm',
    },
    storm_card_anew: {
      named: 'the card of a storm, posted anew',
      does: 'post the card of a storm anew',
      route: ({ stormId, insteadOf }) => ({
        lane: 'alert',
        key: `storm_card_anew:${stormId}/${insteadOf}`,
        place: ALERTS_CHANNEL,
        weight: 2,
      }),
      deliver: deliverStormCardAnew,
    },
    storm_card_left: {
      named: 'the line where the card of a storm stood',
      does: 'say that the card of a storm stands further below',
      route: ({ stormId, ts }) => ({
        lane: 'card',
        key: `storm_card_left:${stormId}/${ts}`,
        place: null,
        weight: 2,
      }),
      deliver: deliverLeftStormCard,
    },
    storm_reminder: {
      named: 'a reminder about a storm',
      does: 'remind about a storm',
      route: ({ stormId, clock, step }) => {
        const series = `storm_reminder:${stormId}/${clock}`;
        return {
          lane: 'alert',
          key: `${series}/${step}`,
          place: ALERTS_CHANNEL,
          series,
          isLatestOnly: true,
          // Once said it is said; but when nothing was left to say, another story may ask for it again.
          isRedrawn: true,
          weight: 2,
        };
      },
      deliver: deliverStormReminder,
    },
  },
  listen: listenForStorms,
  works: ({ db }) => [
    { name: 'storms', sentence: 'Storms that have calmed do not end.', run: (at) => endCalmStorms(db, at) },
  ],
} satisfies Capability;
