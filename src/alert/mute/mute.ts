import type { Capability } from '../../capability.ts';
import { ALERTS_CHANNEL } from '../../db/route.ts';
import { deliverMuteCard } from './deliver.ts';
import { listenForMutes, snoozes } from './slack.ts';
import { endMutesThatAreOver } from './store.ts';

/** Posts by an author, under a hashtag or found by a query make no noise for a while. */
export const mute = {
  events: {
    alert_muted: (_, { until, kind }) => (until ? `held back: its ${kind} is snoozed` : 'no longer held back'),
  },
  owes: {
    mute_card: {
      named: 'the card of a snooze',
      does: 'show what is snoozed',
      route: ({ muteId }) => ({ lane: 'alert', key: `mute_card:${muteId}`, place: ALERTS_CHANNEL, isRedrawn: true }),
      deliver: deliverMuteCard,
    },
  },
  verbs: { snoozes },
  listen: listenForMutes,
  works: ({ db, log }) => [
    {
      name: 'mutes',
      sentence: 'Snoozes of authors, hashtags and queries do not end.',
      run: (at) => endMutesThatAreOver(db, at, log),
    },
  ],
} satisfies Capability;
