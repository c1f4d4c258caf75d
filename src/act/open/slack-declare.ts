/** An incident that no alert leads to: by command, by shortcut, or from App Home. */
import type { App, BlockAction, StaticSelectAction } from '@slack/bolt';
import { isPrivateCause } from '../../assess/cause/rule.ts';
import type { Press } from '../../command/press.ts';
import type { PlainVerb } from '../../command/verb.ts';
import type { Policy } from '../../policy/words.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { formAnswer } from '../../slack/kit/answer.ts';
import { VALUE } from '../../slack/kit/frame.ts';
import { cause, form, personOf, requestIdOf, severity } from '../../slack/kit/request.ts';
import { newIncident } from '../incident/store.ts';
import { declare } from './rule.ts';
import { chosenOwners, ownersOf } from './slack-owners.ts';
import { newIncidentModal } from './view.ts';
import { NEW_INCIDENT, NEW_INCIDENT_FORM, NEW_INCIDENT_SHORTCUT } from './words.ts';

export function listenForDeclaring(app: App, { db, now }: Firebreak): void {
  app.shortcut(NEW_INCIDENT_SHORTCUT, async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: emptyForm(db.house.policyOf(null), '') });
  });
  app.action<Press>(NEW_INCIDENT, async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: emptyForm(db.house.policyOf(null), '') });
  });

  /** Another severity is chosen: its owners are filled in instead. */
  app.action<BlockAction<StaticSelectAction>>(
    { block_id: 'severity', action_id: VALUE },
    async ({ ack, body: { view }, action, client }) => {
      if (view?.callback_id !== NEW_INCIDENT_FORM) return;
      await ack();
      const level = severity.parse(action.selected_option.value);
      const next = newIncidentModal(form(view).text('title'), level, ownersOf(db.house.policyOf(null), level));
      await client.views.update({ view_id: view.id, view: next });
    },
  );

  app.view(NEW_INCIDENT_FORM, async ({ ack, body, view }) => {
    const values = form(view);
    const level = severity.parse(values.choice('severity'));
    const why = cause.parse(values.choice('cause'));
    const [by, at] = [personOf(body), now()];
    const decision = await newIncident(
      db,
      at,
      (id, policy) => {
        const owners = chosenOwners(view, level, isPrivateCause(why), policy);
        const asked = {
          title: values.text('title'),
          severity: level,
          cause: why,
          owners,
          mentionUrl: null,
          networks: [],
        };
        return declare(id, asked, policy, by, at);
      },
      requestIdOf(body),
    );
    await ack(formAnswer(decision, 'title'));
  });
}

/** A title given with the command is filled in. */
export const newVerb: PlainVerb = {
  usage: 'new [title]',
  does: 'open an incident that no alert leads to',
  on: 'anywhere',
  run: async ({ firebreak: { db }, text }) => ({
    open: {
      id: NEW_INCIDENT_FORM,
      title: 'New incident',
      fill: async () => emptyForm(db.house.policyOf(null), text),
    },
  }),
};

/** The form as it opens: severity, cause and owners are asked for. */
function emptyForm(policy: Policy, title: string) {
  return newIncidentModal(title, 'SEV2', ownersOf(policy, 'SEV2'));
}
