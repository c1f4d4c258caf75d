import type { App } from '@slack/bolt';
import { onIncidentButton, onIncidentForm, onIncidentOpens } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { giveHeartbeat } from './rule.ts';
import { heartbeatModal } from './view.ts';
import { HEARTBEAT_FIXED, HEARTBEAT_FORM, HEARTBEAT_PROGRESS, HEARTBEAT_SAME } from './words.ts';

export function listenForHeartbeats(app: App, firebreak: Firebreak): void {
  onIncidentButton(app, firebreak, HEARTBEAT_SAME, (incident, by, at, policy) =>
    giveHeartbeat(incident, 'No change', false, policy, by, at),
  );
  onIncidentButton(app, firebreak, HEARTBEAT_FIXED, (incident, by, at, policy) =>
    giveHeartbeat(incident, 'Fixed', true, policy, by, at),
  );
  onIncidentOpens(app, firebreak, HEARTBEAT_PROGRESS, {
    id: HEARTBEAT_FORM,
    title: 'Where the fix stands',
    view: ({ id }) => heartbeatModal(id),
  });
  onIncidentForm(app, firebreak, HEARTBEAT_FORM, 'text', (values) => (incident, by, at, policy) => {
    return giveHeartbeat(incident, values.text('text'), false, policy, by, at);
  });
}
