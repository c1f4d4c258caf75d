import type { Capability } from '../capability.ts';
import { ALERTS_CHANNEL } from '../db/route.ts';
import { POINTLESS } from '../delivery/outcome.ts';
import { deliverAlertReminder } from './deliver.ts';
import { deliverPooledReminder, deliverReminderPool, deliverToAbsentOwner } from './deliver-pool.ts';
import { nameOf, seriesOf } from './marks.ts';
import { forgetUndecided } from './store-undecided.ts';
import { clockWorks } from './store-works.ts';
import { remindedSentence, reminderPost } from './view.ts';

/** What falls due, and what is said about it. */
export const clock = {
  events: { reminded: remindedSentence },
  owes: {
    alert_reminder: {
      named: 'a reminder',
      does: 'remind about an alert',
      route: ({ alertId, reminder }) => ({
        lane: 'alert',
        key: `alert_reminder:${alertId}/${nameOf(reminder)}`,
        place: ALERTS_CHANNEL,
        series: `alert_reminder:${alertId}/${seriesOf(reminder)}`,
        isLatestOnly: true,
      }),
      deliver: deliverAlertReminder,
    },
    reminder_pool: {
      named: 'reminders',
      does: 'remind about alerts',
      route: ({ whose }) => ({
        lane: 'alert',
        key: `reminder_pool:${whose ?? 'alerts'}`,
        place: null,
        isRedrawn: true,
        weight: 2,
      }),
      deliver: deliverReminderPool,
    },
    pooled_reminder: {
      named: 'reminders',
      does: 'remind about alerts',
      route: ({ whose, pool }) => ({
        lane: 'alert',
        key: `pooled_reminder:${whose ?? 'alerts'}/${pool}`,
        place: whose === null ? ALERTS_CHANNEL : `person:${whose}`,
        isRedrawn: true,
        weight: 2,
      }),
      deliver: deliverPooledReminder,
    },
    absent_owner: {
      named: 'reminders',
      does: 'remind an owner about alerts',
      route: ({ owner, pool }) => ({
        lane: 'alert',
        key: `absent_owner:${owner}/${pool}`,
        place: `person:${owner}`,
        weight: 2,
      }),
      deliver: deliverToAbsentOwner,
    },
    late_reminders: {
      named: 'reminders',
      does: 'remind about alerts',
      route: ({ pool }) => ({ lane: 'alert', key: `late_reminders:${pool}`, place: null, isRedrawn: true, weight: 2 }),
      deliver: async () => ({ ...POINTLESS, owes: [{ kind: 'reminder_pool', whose: null }] }),
    },
  },
  posts: { reminder: reminderPost },
  works: clockWorks,
  forgets: { 'undecided rows': forgetUndecided },
} satisfies Capability;
