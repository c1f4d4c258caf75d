/** What is posted in the alerts channel. */

import { findIncident } from '../../act/incident/store.ts';
import { poolsOf } from '../../clock/pool.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOrEdit, recover } from '../../slack/post.ts';
import type { Owed } from '../../words/decision.ts';
import { findMention } from '../mention/store.ts';
import { MANY } from '../spread/rule.ts';
import { spreadOf } from '../spread/store.ts';
import { cardOf } from './rule.ts';
import { findAlert } from './store.ts';
import { alertCard } from './view.ts';

export async function deliverAlertCard(firebreak: Firebreak, delivery: Delivery<'alert_card'>): Promise<Delivered> {
  const alert = await findAlert(firebreak.db, delivery.owed.alertId);
  const mention = alert && (await findMention(firebreak.db, alert.firstMentionId));
  if (!alert || !mention) return POINTLESS;
  const shown = cardOf(alert, delivery.receipt !== null);
  if (shown === null) return (await recover(firebreak.api, delivery, alertsChannel(firebreak))) ?? POINTLESS;
  if (shown.kind !== 'alert_card') return { ...POINTLESS, owes: [shown] };
  const incident = alert.incidentId === null ? null : await findIncident(firebreak.db, alert.incidentId);
  const isMany = alert.mentionCount >= MANY && alert.status === 'open';
  const spread = isMany ? await spreadOf(firebreak.db, alert, mention, firebreak.now()) : null;
  const view = alertCard({ alert, mention, incident, spread, now: firebreak.now() });
  const reminders = alert.remindedSince ? poolsOf(alert).map((whose): Owed => ({ kind: 'reminder_pool', whose })) : [];
  const drawn = await postOrEdit(firebreak.api, delivery, alertsChannel(firebreak), view);
  return { ...drawn, owes: [...(drawn.owes ?? []), ...reminders] };
}
