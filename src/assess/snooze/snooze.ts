import type { Capability } from '../../capability.ts';
import { listenForSnoozes } from './slack.ts';

/** The early reminders of an alert are held back for a while. */
export const snooze = {
  events: {
    alert_snoozed: (who, { until }) => (until ? `${who} snoozed it` : `${who} ended the snooze`),
  },
  listen: listenForSnoozes,
} satisfies Capability;
