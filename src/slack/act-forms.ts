/** The forms of an incident. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { logReply } from '../act/reply.ts';
import { reopen } from '../act/resolve.ts';
import { changeSeverity } from '../act/severity.ts';
import { askSilence } from '../act/silence.ts';
import { giveHeartbeat, postUpdate } from '../act/tell.ts';
import { changeIncident } from '../db/incidents.ts';
import type { Decision, Incident, PersonId } from '../words.ts';
import { guarded } from './act.ts';
import { formAnswer } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { aboutIncident, form, heardAs, network, personOf, severity } from './request.ts';
import { MODAL } from './views/actions.ts';

type Values = ReturnType<typeof form>;
type Rule = (incident: Incident, by: PersonId, at: Date) => Decision<Incident>;

export function listenForActForms(app: App, { db, policy, now }: Firebreak): void {
  /** `field` is where a refusal is shown. */
  function on(modal: string, field: string, ruleFor: (values: Values) => Rule): void {
    app.view(modal, async ({ ack, body, view }) => {
      const { incidentId } = aboutIncident.parse(view.private_metadata);
      const rule = ruleFor(form(view));
      const by = personOf(body);
      const at = now();
      const decision = await changeIncident(
        db,
        incidentId,
        at,
        (incident) => guarded(incident, by, () => rule(incident, by, at)),
        heardAs(body),
      );
      await ack(formAnswer(decision, field));
    });
  }

  on(MODAL.reply, 'url', (values) => {
    const reply = {
      url: values.text('url'),
      network: network.parse(values.choice('network')),
      answeredBy: values.person('by') ?? '',
    };
    return (incident, by, at) => logReply(incident, reply, by, at);
  });

  on(MODAL.update, 'text', (values) => {
    const next = z.coerce.number().nullable().parse(values.choice('next'));
    return (incident, by, at) => postUpdate(incident, values.text('text'), next, policy, by, at);
  });

  on(MODAL.incidentSeverity, 'reason', (values) => {
    const to = severity.parse(values.choice('severity'));
    return (incident, by, at) => changeSeverity(incident, to, values.text('reason') || null, policy, by, at);
  });

  on(MODAL.silence, 'approver', (values) => (incident, by, at) => {
    return askSilence(incident, values.text('reason'), values.person('approver') ?? '', by, at);
  });

  on(MODAL.reopen, 'reason', (values) => (incident, by, at) => {
    return reopen(incident, values.text('reason'), policy, by, at);
  });

  on(MODAL.heartbeat, 'text', (values) => (incident, by, at) => {
    return giveHeartbeat(incident, values.text('text'), false, policy, by, at);
  });
}
