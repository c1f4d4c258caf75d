import type { Capability } from '../../capability.ts';
import { listenForEscalations } from './slack.ts';
import { listenForDeclaring, newVerb } from './slack-declare.ts';

/** An alert becomes an incident; or one is declared that no alert leads to. */
export const open = {
  events: {
    alert_escalated: (who, { severity }) => `${who} escalated it as ${severity}`,
    incident_opened: (who, { severity }) => `${who} opened the incident as ${severity}`,
  },
  verbs: { new: newVerb },
  listen: (app, firebreak) => {
    listenForEscalations(app, firebreak);
    listenForDeclaring(app, firebreak);
  },
} satisfies Capability;
