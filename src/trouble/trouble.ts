import type { Capability } from '../capability.ts';
import { tellUndecided } from '../clock/store-undecided.ts';
import { seriesOfObstacle } from '../db/held.ts';
import { ALERTS_CHANNEL } from '../db/route.ts';
import { deliverAbsentOwners, deliverChannelCheck, deliverObstacle, deliverObstacleMessage } from './deliver.ts';
import { deliverAlarm } from './deliver-alarm.ts';
import { listenForRetries } from './slack.ts';
import { listenForChannels } from './slack-channels.ts';

/** What does not go out is said where somebody reads it, with the fix. */
export const trouble = {
  owes: {
    alarm: {
      named: 'an alarm',
      does: 'raise an alarm',
      route: ({ once }) => ({ lane: 'alert', key: `alarm:${once}`, place: ALERTS_CHANNEL, weight: 1 }),
      deliver: deliverAlarm,
    },
    obstacle: {
      named: 'an alarm',
      does: 'raise an alarm',
      route: ({ obstacle, since }) => ({
        lane: 'page',
        key: `obstacle:${obstacle}@${since}`,
        place: null,
        isRedrawn: true,
        weight: 1,
      }),
      deliver: deliverObstacle,
    },
    obstacle_message: {
      named: 'an alarm',
      does: 'raise an alarm',
      route: ({ obstacle, since, to }) => ({
        lane: to === null ? 'alert' : 'page',
        key: `obstacle_message:${obstacle}@${since}/${to ?? 'alerts'}`,
        place: to === null ? ALERTS_CHANNEL : `person:${to}`,
        series: seriesOfObstacle(obstacle, since),
        isRedrawn: true,
        weight: 1,
      }),
      deliver: deliverObstacleMessage,
    },
    channel_check: {
      named: 'whatever is said there next',
      does: 'look at a channel',
      route: ({ channel }) => ({ lane: 'room', key: `channel_check:${channel}`, place: null, isRedrawn: true }),
      deliver: deliverChannelCheck,
    },
    absent_owners: {
      named: 'who is missing in the alerts channel',
      does: 'say who is missing in the alerts channel',
      route: ({ owners, to }) => ({
        lane: 'housekeeping',
        key: `absent_owners:${owners.join(',')}/${to}`,
        place: `person:${to}`,
      }),
      deliver: deliverAbsentOwners,
      isDispensable: true,
    },
  },
  works: ({ db }) => [
    { name: 'undecided', sentence: 'Nobody is told of what cannot be decided.', run: (at) => tellUndecided(db, at) },
  ],
  listen: (app, firebreak) => {
    listenForRetries(app, firebreak);
    listenForChannels(app, firebreak);
  },
} satisfies Capability;
