import type { Capability } from '../../capability.ts';
import { CAUSES, type Cause } from '../../words/judgement.ts';
import { listenForAssessments } from './slack.ts';

/** A person judges an alert, in one tap or in a form. */
export const severity = {
  events: {
    alert_assessed: (who, { to, cause }) =>
      `${who} assessed it as ${to}, cause: ${CAUSES[cause as Cause]?.toLowerCase() ?? 'not known'}`,
  },
  listen: listenForAssessments,
} satisfies Capability;
