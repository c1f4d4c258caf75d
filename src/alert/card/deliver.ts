/** What is posted in the alerts channel. */

import { findIncident } from '../../act/incident/store.ts';
import { poolsOf } from '../../clock/pool.ts';
import { receiptOf } from '../../db/deliveries.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { addressOf } from '../../slack/address.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { editAt, postOrEdit, recover, standsAt } from '../../slack/post.ts';
import type { Owed } from '../../words/decision.ts';
import { findMention } from '../mention/store.ts';
import type { KnownMention } from '../mention/words.ts';
import { MANY } from '../spread/rule.ts';
import { spreadOf } from '../spread/store.ts';
import { stormsAt } from '../storm/store.ts';
import { cardOf, shownOn } from './rule.ts';
import { findAlert } from './store.ts';
import { alertCard, takenInCard } from './view.ts';
import type { Alert } from './words.ts';

export async function deliverAlertCard(firebreak: Firebreak, delivery: Delivery<'alert_card'>): Promise<Delivered> {
  const alert = await findAlert(firebreak.db, delivery.owed.alertId);
  const mention = alert && (await findMention(firebreak.db, alert.firstMentionId));
  if (!alert || !mention) return POINTLESS;
  const shown = cardOf(alert, delivery.receipt !== null);
  if (shown?.kind !== 'alert_card') {
    const earlier = await recover(firebreak.api, delivery, alertsChannel(firebreak));
    return earlier ?? { ...POINTLESS, owes: shown ? [shown] : [] };
  }
  const reminders = alert.remindedSince ? poolsOf(alert).map((whose): Owed => ({ kind: 'reminder_pool', whose })) : [];
  const storms = await stormsTellingOf(firebreak, alert, delivery);
  const drawn =
    alert.stormId !== null && alert.status === 'open'
      ? await drawnInStorm(firebreak, delivery, alert)
      : await drawnAlone(firebreak, delivery, alert, mention);
  return { ...drawn, owes: [...(drawn.owes ?? []), ...storms, ...reminders] };
}

/**
 * One line in place of the card, once the storm's card stands: nothing goes before it is to be seen elsewhere. Whatever
 * changes about the story changes there.
 */
async function drawnInStorm(firebreak: Firebreak, delivery: Delivery<'alert_card'>, alert: Alert): Promise<Delivered> {
  const { db, api } = firebreak;
  const storm = shownOn(alert);
  const [stands, leadsTo] = [standsAt(delivery.receipt), standsAt(await receiptOf(db, storm))];
  if (!stands || !leadsTo) return POINTLESS;
  const line = `${leadsTo.ts} ${alert.title}`;
  if (delivery.receipt?.line === line && delivery.attempt === 1) return { ...POINTLESS, owes: [storm] };
  const receipt = await editAt(api, delivery, stands, takenInCard(alert, await addressOf(firebreak, storm)));
  return receipt ? { receipt: { ...receipt, line } } : POINTLESS;
}

async function drawnAlone(
  firebreak: Firebreak,
  delivery: Delivery<'alert_card'>,
  alert: Alert,
  mention: KnownMention,
): Promise<Delivered> {
  const incident = alert.incidentId === null ? null : await findIncident(firebreak.db, alert.incidentId);
  const isMany = alert.mentionCount >= MANY && alert.status === 'open';
  const spread = isMany ? await spreadOf(firebreak.db, alert, mention, firebreak.now()) : null;
  const view = alertCard({ alert, mention, incident, spread, now: firebreak.now() });
  const drawn = await postOrEdit(firebreak.api, delivery, alertsChannel(firebreak), view);
  return isNamedByStorms(alert) ? { ...drawn, receipt: { ...drawn.receipt, named: NAMED } } : drawn;
}

/**
 * Storms whose cards tell of it too: the one that it is over in, and those in whose time a SEV1 came that they name from now
 * on, or no more.
 */
async function stormsTellingOf(
  { db }: Firebreak,
  alert: Alert,
  { receipt, createdAt }: Delivery<'alert_card'>,
): Promise<Owed[]> {
  if (alert.stormId !== null) return alert.status === 'open' ? [] : [shownOn(alert)];
  if (isNamedByStorms(alert) === (receipt?.named === NAMED)) return [];
  return (await stormsAt(db, createdAt)).map(({ id }) => ({ kind: 'storm_card', stormId: id }));
}

/** In the receipt of a card that storms name. */
const NAMED = 'yes';

function isNamedByStorms({ status, severity, suggested }: Alert): boolean {
  return status === 'open' && (severity ?? suggested) === 'SEV1';
}
