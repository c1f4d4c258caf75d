import type { Capability } from '../../capability.ts';
import { deliverBrief, deliverBriefDm } from './deliver.ts';
import { listenForSubscriptions, subscribeVerb, unsubscribeVerb } from './slack.ts';

/** Being told without joining. */
export const subscribe = {
  owes: {
    brief: {
      named: 'the message to the subscribers',
      does: 'tell the subscribers',
      route: ({ once }) => ({ lane: 'room', key: `brief:${once}`, place: null }),
      deliver: deliverBrief,
    },
    brief_dm: {
      named: 'the message to a subscriber',
      does: 'tell a subscriber',
      route: ({ person, once }) => ({ lane: 'room', key: `brief_dm:${once}`, place: `person:${person}` }),
      deliver: deliverBriefDm,
    },
  },
  board: { choice: () => ({ what: 'subscribe', text: 'Subscribe' }) },
  verbs: { subscribe: subscribeVerb, unsubscribe: unsubscribeVerb },
  listen: listenForSubscriptions,
} satisfies Capability;
