/** Buttons, menus and forms about one alert or one incident. A private incident answers only those who may see it. */
import type { App, BlockAction, ButtonAction, OverflowAction, RespondFn } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { maySee, unknownIncident } from '../act/incident/permissions.ts';
import { changeIncident, findIncident } from '../act/incident/store.ts';
import { INCIDENT_MENU, type Incident } from '../act/incident/words.ts';
import { changeAlert, findAlert } from '../alert/card/store.ts';
import { ALERT_MENU, type Alert, type MORE } from '../alert/card/words.ts';
import type { Policy } from '../policy/words.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { formAnswer, openModal, tellRefusal } from '../slack/kit/answer.ts';
import {
  aboutAlert,
  aboutIncident,
  alertButton,
  type Form,
  form,
  incidentButton,
  json,
  personOf,
  requestIdOf,
} from '../slack/kit/request.ts';
import { type Decision, refuse } from '../words/decision.ts';
import { incidentName } from '../words/incident-name.ts';
import type { PersonId } from '../words/people.ts';

export type Press = BlockAction<ButtonAction>;
/** A press of a choice in a menu. */
export type Choice = BlockAction<OverflowAction>;

/** A rule about an alert or an incident, with all it is given when somebody asks for it. */
export type Rule<State> = (state: State, by: PersonId, at: Date, policy: Policy) => Decision<State>;

/** A form that a press opens, and what it is about while it is looked up. */
export interface Opens<State> {
  id: string;
  title: string;
  /** The form, or a sentence where there is nothing to fill in. */
  view: (state: State, me: PersonId, policy: Policy) => ModalView | string;
}

export const NO_ALERT = 'This alert no longer exists.';

// --- Alerts ----------------------------------------------------------------------------------------------------------

/** A press that changes an alert. */
export function onAlertButton(app: App, firebreak: Firebreak, id: string, rule: Rule<Alert>): void {
  app.action<Press>(id, async ({ ack, action, body, respond }) => {
    await ack();
    await tellRefusal(respond, await changePressed(firebreak, alertButton.parse(action.value).alertId, body, rule));
  });
}

/** A press that opens a form about an alert. */
export function onAlertOpens(app: App, firebreak: Firebreak, id: string, opens: Opens<Alert>): void {
  app.action<Press>(id, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId } = alertButton.parse(action.value);
    await openModal(client, body.trigger_id, opens, () => viewOfAlert(firebreak, alertId, personOf(body), opens));
  });
}

/** A form about an alert. `field` says where a refusal is shown. */
export function onAlertForm(
  app: App,
  firebreak: Firebreak,
  id: string,
  field: string,
  ruleOf: (values: Form) => Rule<Alert>,
): void {
  app.view(id, async ({ ack, body, view }) => {
    const { alertId } = aboutAlert.parse(view.private_metadata);
    await ack(formAnswer(await changePressed(firebreak, alertId, body, ruleOf(form(view))), field));
  });
}

/** One choice of the menu on a card. */
export function onAlertChoice(
  app: App,
  what: keyof typeof MORE,
  hear: (chosen: Chosen & { alertId: number }) => Promise<void>,
): void {
  onChoice(app, ALERT_MENU, what, ({ value, ...rest }) => hear({ ...alertOf.parse(value), ...rest }));
}

/** The form that a choice of the card's menu opens. */
export function onAlertChoiceOpens(app: App, firebreak: Firebreak, what: keyof typeof MORE, opens: Opens<Alert>): void {
  onAlertChoice(app, what, ({ alertId, body, client }) =>
    openModal(client, body.trigger_id, opens, () => viewOfAlert(firebreak, alertId, personOf(body), opens)),
  );
}

/** Change an alert for somebody. */
export function changePressed(
  { db, now }: Firebreak,
  alertId: number,
  body: { user: { id: string } },
  rule: Rule<Alert>,
): Promise<Decision<Alert>> {
  const [by, at] = [personOf(body), now()];
  return changeAlert(db, alertId, at, (one, policy) => rule(one, by, at, policy), requestIdOf(body));
}

async function viewOfAlert({ db }: Firebreak, alertId: number, me: PersonId, { view }: Opens<Alert>) {
  const alert = await findAlert(db, alertId);
  return alert ? view(alert, me, db.house.policyOf(alert)) : NO_ALERT;
}

// --- Incidents -------------------------------------------------------------------------------------------------------

/** A press that changes an incident. */
export function onIncidentButton(app: App, firebreak: Firebreak, id: string, rule: Rule<Incident>): void {
  app.action<Press>(id, async ({ ack, action, body, respond }) => {
    await ack();
    const { incidentId } = incidentButton.parse(action.value);
    await tellRefusal(respond, await changeSeen(firebreak, incidentId, body, rule));
  });
}

/** A press that opens a form about an incident. */
export function onIncidentOpens(app: App, { db }: Firebreak, id: string, opens: Opens<Incident>): void {
  app.action<Press>(id, async ({ ack, action, body, client }) => {
    await ack();
    const { incidentId } = incidentButton.parse(action.value);
    const me = personOf(body);
    await openModal(client, body.trigger_id, opens, async () => {
      const incident = await findIncident(db, incidentId);
      if (!incident || !maySee(incident, me)) return unknownIncident(incidentName(incidentId));
      return opens.view(incident, me, db.house.policyOf(incident));
    });
  });
}

/** A form about an incident. `field` says where a refusal is shown. */
export function onIncidentForm(
  app: App,
  firebreak: Firebreak,
  id: string,
  field: string,
  ruleOf: (values: Form) => Rule<Incident>,
): void {
  app.view(id, async ({ ack, body, view }) => {
    const { incidentId } = aboutIncident.parse(view.private_metadata);
    await ack(formAnswer(await changeSeen(firebreak, incidentId, body, ruleOf(form(view))), field));
  });
}

/** One choice of the menu on a board. */
export function onIncidentChoice(
  app: App,
  what: string,
  hear: (chosen: Chosen & { incidentId: number }) => Promise<void>,
): void {
  onChoice(app, INCIDENT_MENU, what, ({ value, ...rest }) => hear({ ...incidentOf.parse(value), ...rest }));
}

/** Change an incident for somebody, if they may know of it. */
export function changeSeen(
  { db, now }: Firebreak,
  id: number,
  body: { user: { id: string } },
  rule: Rule<Incident>,
): Promise<Decision<Incident>> {
  const [by, at] = [personOf(body), now()];
  return changeIncident(
    db,
    id,
    at,
    (one, policy) => (maySee(one, by) ? rule(one, by, at, policy) : refuse(unknownIncident(incidentName(id)))),
    requestIdOf(body),
  );
}

// --- Menus -----------------------------------------------------------------------------------------------------------

const choice = json(z.looseObject({ what: z.string() }));
const alertOf = z.object({ alertId: z.number().int() });
const incidentOf = z.object({ incidentId: z.number().int() });

interface Chosen {
  body: Choice;
  client: WebClient;
  respond: RespondFn;
}

/** The choices of one menu are heard by whoever offers them. */
function onChoice(
  app: App,
  menu: string,
  what: string,
  hear: (chosen: Chosen & { value: unknown }) => Promise<void>,
): void {
  app.action<Choice>(menu, async ({ ack, action, body, client, respond }) => {
    const value = choice.parse(action.selected_option.value);
    if (value.what !== what) return;
    await ack();
    await hear({ value, body, client, respond });
  });
}
