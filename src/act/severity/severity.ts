import type { Capability } from '../../capability.ts';
import { listenForSeverities, sev } from './slack.ts';
import { severityButton, severityPost } from './view.ts';

/** An incident turns out worse, or less bad. */
export const incidentSeverity = {
  events: {
    severity_changed: (who, { from, to }) => `${who} changed the severity from ${from} to ${to}`,
  },
  posts: { severity: severityPost },
  board: { button: severityButton },
  verbs: { sev },
  listen: listenForSeverities,
} satisfies Capability;
