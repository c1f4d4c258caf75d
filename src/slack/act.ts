/** The buttons of an incident's board. A private incident answers only those who may see it. */
import type { App, BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import { maySee, unknownIncident } from '../act/permissions.ts';
import { close, resolve } from '../act/resolve.ts';
import { takeRole } from '../act/role.ts';
import { answerSilence } from '../act/silence.ts';
import { giveHeartbeat } from '../act/tell.ts';
import { changeIncident, findIncident } from '../db/incidents.ts';
import { type Decision, type Incident, incidentName, type PersonId, refuse } from '../words.ts';
import { openModal, tellPrivately, tellRefusal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { follow } from './follow.ts';
import { heardAs, incidentButton, incidentMenu, personOf, roleButton } from './request.ts';
import { ACTION, MODAL } from './views/actions.ts';
import { replyModal } from './views/alert-modals.ts';
import {
  heartbeatModal,
  incidentSeverityModal,
  reopenModal,
  silenceModal,
  updateModal,
} from './views/incident-modals.ts';

type Press = BlockAction<ButtonAction>;

export function listenForActs(app: App, firebreak: Firebreak): void {
  const { db, policy, now } = firebreak;

  /** Change the incident a button is about, if its clicker may see it. */
  function change(id: number, body: Press, rule: (incident: Incident, by: PersonId, at: Date) => Decision<Incident>) {
    const by = personOf(body);
    const at = now();
    return changeIncident(db, id, at, (incident) => guarded(incident, by, () => rule(incident, by, at)), heardAs(body));
  }

  for (const pattern of [new RegExp(`^${ACTION.takeRole}_`), new RegExp(`^${ACTION.takeLead}_`)]) {
    app.action<Press>(pattern, async ({ ack, action, body, respond }) => {
      await ack();
      const { incidentId, role } = roleButton.parse(action.value);
      await tellRefusal(respond, await change(incidentId, body, (one, by, at) => takeRole(one, role, by, at)));
    });
  }

  app.action<Press>(ACTION.resolve, async ({ ack, action, body, respond }) => {
    await ack();
    const { incidentId } = incidentButton.parse(action.value);
    await tellRefusal(respond, await change(incidentId, body, resolve));
  });

  app.action<Press>(ACTION.close, async ({ ack, action, body, respond }) => {
    await ack();
    const { incidentId } = incidentButton.parse(action.value);
    await tellRefusal(respond, await change(incidentId, body, close));
  });

  const heartbeats = { [ACTION.heartbeatSame]: 'No change', [ACTION.heartbeatFixed]: 'Fixed' };
  for (const [id, text] of Object.entries(heartbeats)) {
    app.action<Press>(id, async ({ ack, action, body, respond }) => {
      await ack();
      const { incidentId } = incidentButton.parse(action.value);
      const isFixed = id === ACTION.heartbeatFixed;
      const decision = await change(incidentId, body, (one, by, at) =>
        giveHeartbeat(one, text, isFixed, policy, by, at),
      );
      await tellRefusal(respond, decision);
    });
  }

  for (const id of [ACTION.approveSilence, ACTION.declineSilence]) {
    app.action<Press>(id, async ({ ack, action, body, respond }) => {
      await ack();
      const { incidentId } = incidentButton.parse(action.value);
      const approves = id === ACTION.approveSilence;
      const decision = await change(incidentId, body, (one, by, at) => answerSilence(one, approves, by, at));
      if (!decision.allowed) return tellRefusal(respond, decision);
      const said = approves
        ? '✅ Approved: no public response. The response clock has stopped.'
        : '❌ Not approved. The response clock runs on.';
      await respond({ replace_original: true, text: said });
    });
  }

  app.action<Press>(ACTION.subscribe, async ({ ack, action, body, respond }) => {
    await ack();
    const { incidentId } = incidentButton.parse(action.value);
    await tellPrivately(respond, await follow(firebreak, personOf(body), incidentId));
  });

  const modals = {
    [ACTION.reply]: { id: MODAL.reply, title: 'Log our reply', of: replyFor },
    [ACTION.update]: { id: MODAL.update, title: 'Post update', of: updateFor },
    [ACTION.changeSeverity]: { id: MODAL.incidentSeverity, title: 'Change severity', of: incidentSeverityModal },
    [ACTION.reopen]: {
      id: MODAL.reopen,
      title: 'Open again',
      of: (incident: Incident) => reopenModal(incident.id),
    },
    [ACTION.heartbeatProgress]: {
      id: MODAL.heartbeat,
      title: 'Where the fix stands',
      of: (incident: Incident) => heartbeatModal(incident.id),
    },
  };
  for (const [id, modal] of Object.entries(modals)) {
    app.action<Press>(id, async ({ ack, action, body, client }) => {
      await ack();
      const { incidentId } = incidentButton.parse(action.value);
      const me = personOf(body);
      await openModal(client, body.trigger_id, modal, async () => {
        const incident = await findIncident(db, incidentId);
        if (!incident || !maySee(incident, me)) return unknownIncident(incidentName(incidentId));
        return modal.of(incident, me);
      });
    });
  }

  app.action<BlockAction<OverflowAction>>(ACTION.moreIncident, async ({ ack, action, body, client, respond }) => {
    await ack();
    const { incidentId, what } = incidentMenu.parse(action.selected_option.value);
    if (what === 'silence') {
      await client.views.open({ trigger_id: body.trigger_id, view: silenceModal(incidentId) });
    } else {
      await tellPrivately(respond, await follow(firebreak, personOf(body), incidentId));
    }
  });

  function replyFor(incident: Incident, me: PersonId) {
    return replyModal(MODAL.reply, { incidentId: incident.id }, incident.networks[0] ?? null, me);
  }

  function updateFor(incident: Incident) {
    return updateModal(incident, policy.severities[incident.severity].update);
  }
}

/** A rule is asked only on behalf of somebody who may know of the incident. */
export function guarded(incident: Incident, by: PersonId, rule: () => Decision<Incident>): Decision<Incident> {
  return maySee(incident, by) ? rule() : refuse(unknownIncident(incidentName(incident.id)));
}
