import type { Capability } from '../../capability.ts';
import { DISMISS_REASONS, type DismissReason } from '../../words/judgement.ts';
import { listenForDismissals } from './slack.ts';

/** An alert needs no answer; or does, after all. */
export const dismiss = {
  events: {
    alert_dismissed: (who, { as }) =>
      `${who} dismissed it: ${DISMISS_REASONS[as as DismissReason]?.toLowerCase() ?? ''}`,
    alert_reopened: (who) => `${who} opened the alert again`,
  },
  listen: listenForDismissals,
} satisfies Capability;
