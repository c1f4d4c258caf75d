import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverHeadline } from './deliver.ts';

/** The alerts channel is told that an incident is open. */
export const headline = {
  owes: {
    headline: {
      named: 'the announcement',
      does: 'announce the incident',
      route: ({ incidentId }) => ({
        lane: 'room',
        key: `headline:${incidentId}`,
        place: ALERTS_CHANNEL,
        isRedrawn: true,
      }),
      deliver: deliverHeadline,
      shows: 'incident',
    },
  },
} satisfies Capability;
