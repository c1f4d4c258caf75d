/** Logging our public answer: on an alert, in an incident, or as a source saw it. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { changeAlert, findAlert } from '../../alert/card/store.ts';
import type { Alert } from '../../alert/card/words.ts';
import {
  changeSeen,
  NO_ALERT,
  type Opens,
  onAlertChoiceOpens,
  onAlertOpens,
  onIncidentForm,
  onIncidentOpens,
  type Press,
} from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { formAnswer, openModal } from '../../slack/kit/answer.ts';
import { aboutAlert, type Form, form, json, network, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { logReply, logReplyToAlert, type Reply } from './rule.ts';
import { replyModal } from './view-form.ts';
import { LOG_SEEN_REPLY, REPLY, REPLY_FORM, REPLY_TO_ALERT, REPLY_TO_ALERT_FORM } from './words.ts';

const seenReplyButton = json(z.object({ alertId: z.number().int(), url: z.string(), network }));
const TITLE = 'Log our reply';

export function listenForReplies(app: App, firebreak: Firebreak): void {
  const { db, now } = firebreak;

  onIncidentOpens(app, firebreak, REPLY, {
    id: REPLY_FORM,
    title: TITLE,
    view: (incident, me) => replyModal(REPLY_FORM, { incidentId: incident.id }, incident.networks[0] ?? null, me),
  });
  onIncidentForm(app, firebreak, REPLY_FORM, 'url', (values) => {
    const reply = replyIn(values);
    return (incident, by, at) => logReply(incident, reply, by, at);
  });

  const toAlert: Opens<Alert> = {
    id: REPLY_TO_ALERT_FORM,
    title: TITLE,
    view: ({ id, networks }, me) => replyModal(REPLY_TO_ALERT_FORM, { alertId: id }, networks[0] ?? null, me),
  };
  onAlertChoiceOpens(app, firebreak, 'reply', toAlert);
  onAlertOpens(app, firebreak, REPLY_TO_ALERT, toAlert);
  /** A reply to an alert that became an incident meanwhile counts there: the clock went with it. */
  app.view(REPLY_TO_ALERT_FORM, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    const reply = replyIn(form(view));
    const [by, at] = [personOf(body), now()];
    const alert = await findAlert(db, alertId);
    const decision =
      alert?.status === 'escalated' && alert.incidentId !== null
        ? await changeSeen(firebreak, alert.incidentId, body, (incident) => logReply(incident, reply, by, at))
        : await changeAlert(db, alertId, at, (one) => logReplyToAlert(one, reply, by, at), requestIdOf(body));
    await ack(formAnswer(decision, 'url'));
  });

  app.action<Press>(LOG_SEEN_REPLY, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId, url, network: seenOn } = seenReplyButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: REPLY_TO_ALERT_FORM, title: TITLE }, async () => {
      const alert = await findAlert(db, alertId);
      return alert ? replyModal(REPLY_TO_ALERT_FORM, { alertId }, seenOn, personOf(body), url) : NO_ALERT;
    });
  });
}

function replyIn(values: Form): Reply {
  return {
    url: values.text('url'),
    network: network.parse(values.choice('network')),
    answeredBy: values.person('by') ?? '',
  };
}
