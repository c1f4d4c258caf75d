import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverAlertCard } from './deliver.ts';

/** An alert and its card. */
export const card = {
  events: {
    alert_opened: (_, { suggested }) => `the alert came in, suggested as ${suggested}`,
  },
  owes: {
    alert_card: {
      named: 'the card',
      does: 'show an alert',
      route: ({ alertId }) => ({
        lane: 'alert',
        key: `alert_card:${alertId}`,
        place: ALERTS_CHANNEL,
        isRedrawn: true,
      }),
      deliver: deliverAlertCard,
      shows: 'alert',
    },
  },
} satisfies Capability;
