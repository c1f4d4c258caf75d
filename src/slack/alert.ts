/** The buttons of an alert's card that judge it in one press. */
import type { App, BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import { maySee } from '../act/permissions.ts';
import { isLowering, tapSeverity } from '../assess/assess.ts';
import { claim } from '../assess/claim.ts';
import { reopenAlert } from '../assess/dismiss.ts';
import { muteChoices } from '../assess/mute.ts';
import { wake } from '../assess/snooze.ts';
import { whyNotOpen } from '../assess/still-open.ts';
import { changeAlert, findAlert, openAlerts } from '../db/alerts.ts';
import { unclosedIncidents } from '../db/incidents.ts';
import { mentionsOfAlert } from '../db/mentions.ts';
import { openModal, tellRefusal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { alertButton, alertMenu, heardAs, mentionsButton, personOf, severityButton } from './request.ts';
import { ACTION, MODAL } from './views/actions.ts';
import {
  assessModal,
  attachModal,
  dismissModal,
  lowerModal,
  MENTIONS_A_PAGE,
  mentionsModal,
  replyModal,
  snoozeModal,
} from './views/alert-modals.ts';
import { muteModal } from './views/mute-views.ts';

/** More mentions than these are not looked through for what to snooze by. */
const CHOSEN_FROM = 200;
const GONE = 'This alert no longer exists.';

export function listenForAlerts(app: App, { db, policy, now }: Firebreak): void {
  app.action<BlockAction<ButtonAction>>(ACTION.claim, async ({ ack, action, body, respond }) => {
    await ack();
    const { alertId } = alertButton.parse(action.value);
    const rule = (alert: Parameters<typeof claim>[0]) => claim(alert, personOf(body), now());
    await tellRefusal(respond, await changeAlert(db, alertId, now(), rule, heardAs(body)));
  });

  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^${ACTION.severity}_`),
    async ({ ack, action, body, client, respond }) => {
      await ack();
      const { alertId, severity } = severityButton.parse(action.value);
      const alert = await findAlert(db, alertId);
      if (alert?.status === 'open' && isLowering(alert, severity)) {
        await client.views.open({ trigger_id: body.trigger_id, view: lowerModal(alert, severity) });
        return;
      }
      const decision = await changeAlert(
        db,
        alertId,
        now(),
        (current) => tapSeverity(current, severity, null, policy, personOf(body), now()),
        heardAs(body),
      );
      await tellRefusal(respond, decision);
    },
  );

  app.action<BlockAction<ButtonAction>>(ACTION.reopenAlert, async ({ ack, action, body, respond }) => {
    await ack();
    const { alertId } = alertButton.parse(action.value);
    const decision = await changeAlert(
      db,
      alertId,
      now(),
      (alert) => reopenAlert(alert, personOf(body), now()),
      heardAs(body),
    );
    await tellRefusal(respond, decision);
  });

  app.action<BlockAction<ButtonAction>>(ACTION.assess, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId } = alertButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: MODAL.assess, title: 'Assess' }, async () => {
      const alert = await findAlert(db, alertId);
      return alert ? (whyNotOpen(alert) ?? assessModal(alert)) : GONE;
    });
  });

  app.action<BlockAction<ButtonAction>>(ACTION.dismiss, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId, version } = alertButton.parse(action.value);
    await client.views.open({ trigger_id: body.trigger_id, view: dismissModal({ id: alertId, version }) });
  });

  app.action<BlockAction<OverflowAction>>(ACTION.more, async ({ ack, action, body, client, respond }) => {
    await ack();
    const { alertId, what } = alertMenu.parse(action.selected_option.value);
    const me = personOf(body);
    const trigger = body.trigger_id;
    switch (what) {
      case 'wake': {
        const rule = (alert: Parameters<typeof wake>[0]) => wake(alert, me, now());
        return tellRefusal(respond, await changeAlert(db, alertId, now(), rule, heardAs(body)));
      }
      case 'snooze':
        await client.views.open({ trigger_id: trigger, view: snoozeModal(alertId) });
        return;
      case 'mute':
        return openModal(client, trigger, { id: MODAL.mute, title: 'Snooze' }, async () =>
          muteModal(muteChoices(await mentionsOfAlert(db, alertId, CHOSEN_FROM))),
        );
      case 'attach':
        return openModal(client, trigger, { id: MODAL.attach, title: 'Attach or merge' }, async () => {
          const alert = await findAlert(db, alertId);
          const closed = alert ? whyNotOpen(alert) : GONE;
          if (closed) return closed;
          const [incidents, alerts] = await Promise.all([unclosedIncidents(db, 100), openAlerts(db, 100)]);
          const visible = incidents.filter((one) => one.status === 'open' && maySee(one, me));
          return attachModal(alertId, visible, alerts);
        });
      case 'reply':
        return openModal(client, trigger, { id: MODAL.replyToAlert, title: 'Log our reply' }, async () => {
          const alert = await findAlert(db, alertId);
          return alert ? replyModal(MODAL.replyToAlert, { alertId }, alert.networks[0] ?? null, me) : GONE;
        });
      case 'mentions':
        return openModal(client, trigger, { id: MODAL.mentions, title: 'Mentions' }, () => mentionsFrom(alertId, 0));
    }
  });

  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^${ACTION.mentionsPage}_`),
    async ({ ack, action, body, client }) => {
      await ack();
      const { alertId, skip } = mentionsButton.parse(action.value);
      const view = await mentionsFrom(alertId, skip);
      if (body.view && typeof view !== 'string') await client.views.update({ view_id: body.view.id, view });
    },
  );

  async function mentionsFrom(alertId: number, skip: number) {
    const alert = await findAlert(db, alertId);
    return alert ? mentionsModal(alert, await mentionsOfAlert(db, alertId, MENTIONS_A_PAGE, skip), skip) : GONE;
  }
}
