import { MODAL } from '../views/actions.ts';
import { newIncidentModal } from '../views/incident-modals.ts';
import type { PlainVerb } from './verb.ts';

/** A title given with the command is filled in; severity, cause and owners are still asked for. */
export const newVerb: PlainVerb = {
  usage: 'new [title]',
  does: 'open an incident that no alert leads to',
  on: 'anywhere',
  run: async ({ firebreak: { policy }, text }) => ({
    open: {
      id: MODAL.newIncident,
      title: 'New incident',
      fill: async () => newIncidentModal(text, 'SEV2', [...new Set(policy.severities.SEV2.owners.flat())]),
    },
  }),
};
