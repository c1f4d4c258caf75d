/** What is posted in the alerts channel. */
import { shownOn } from '../../alert/open.ts';
import { MANY } from '../../alert/spread.ts';
import { alertsOfIncident, findAlert } from '../../db/alerts.ts';
import { receiptOf } from '../../db/deliveries.ts';
import { findIncident } from '../../db/incidents.ts';
import { findMention } from '../../db/mentions.ts';
import { findPage } from '../../db/pages.ts';
import { spreadOf } from '../../db/volumes.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, GiveUp, NotYet } from '../../delivery/outcome.ts';
import { type Alert, after, incidentName, type PersonId, type Reminder } from '../../words.ts';
import { SlackRefusal } from '../errors.ts';
import type { Firebreak } from '../firebreak.ts';
import { ACTION } from '../views/actions.ts';
import { alertCard } from '../views/alert-card.ts';
import { button } from '../views/elements.ts';
import { headline } from '../views/headline.ts';
import { alertReminder } from '../views/reminder.ts';
import { type MessageView, person, section, spoken } from '../views/text.ts';
import { chartOf } from './alert-chart.ts';
import { postOnce, postOrEdit, postReplyOnce } from './post.ts';

/** A reminder whose card cannot be shown stands alone. Milliseconds. */
const WAIT_FOR_CARD = 60_000;
/** By then a chart that was uploaded can be shown, or never. Milliseconds. */
const CHART_READY_WITHIN = 60_000;

/** A reply in the card's thread is seen by nobody who is not in it, so these are shown in the channel as well. */
export const LOUD = /^(90 %|breach|\+|page|due|again|over|SEV)/;

export async function deliverAlertCard(firebreak: Firebreak, delivery: Delivery<'alert_card'>): Promise<Delivered> {
  const alert = await findAlert(firebreak.db, delivery.owed.alertId);
  const mention = alert && (await findMention(firebreak.db, alert.firstMentionId));
  if (!alert || !mention) throw new GiveUp('The alert is gone.');
  // Held back, or shown with its storm: what changed is seen there. Once it has a card, that one is kept right.
  const place = shownOn(alert);
  if (place.kind !== 'alert_card' && !delivery.receipt) return { owes: [place] };
  // Nobody saw it before it was merged, so nobody looks for it.
  if (alert.status === 'merged' && !delivery.receipt) return {};
  const incident = alert.incidentId === null ? null : await findIncident(firebreak.db, alert.incidentId);
  const isMany = alert.mentionCount >= MANY && alert.status !== 'merged';
  const [spread, chart] = isMany
    ? await Promise.all([spreadOf(firebreak.db, alert, mention, firebreak.now()), chartOf(firebreak, alert)])
    : [null, null];
  const view = (picture: typeof chart) =>
    alertCard({ alert, mention, incident, spread, chart: picture, now: firebreak.now() });
  const channel = alertsChannel(firebreak);
  try {
    return await postOrEdit(firebreak.api, delivery, channel, view(chart), chart ? ['invalid_blocks'] : []);
  } catch (error) {
    if (!(chart && error instanceof SlackRefusal && error.code === 'invalid_blocks')) throw error;
    return withoutChart(firebreak, delivery, view(null), chart.drawnAt);
  }
}

/** A file is not ready at once after it was uploaded. The card never waits for it, and is drawn once more. */
async function withoutChart(
  firebreak: Firebreak,
  delivery: Delivery<'alert_card'>,
  view: MessageView,
  drawnAt: Date,
): Promise<Delivered> {
  const shown = await postOrEdit(firebreak.api, delivery, alertsChannel(firebreak), view);
  const isFresh = firebreak.now().getTime() - drawnAt.getTime() < CHART_READY_WITHIN;
  if (isFresh) return { ...shown, owes: [...(shown.owes ?? []), delivery.owed] };
  firebreak.log.warn({ alertId: delivery.owed.alertId }, 'Slack does not show the chart of an alert');
  return shown;
}

export async function deliverAlertReminder(
  firebreak: Firebreak,
  delivery: Delivery<'alert_reminder'>,
): Promise<Delivered | undefined> {
  const { alertId, reminder } = delivery.owed;
  const alert = await findAlert(firebreak.db, alertId);
  if (!alert || isOverBy(alert, reminder)) return undefined;
  const { stormId, mutedBy } = alert;
  if (mutedBy !== null) return undefined;
  if (stormId !== null) {
    const { clock, step } = reminder;
    const once = { kind: 'storm_reminder' as const, stormId, clock, step, alertId };
    return { owes: [{ kind: 'storm_card', stormId }, once] };
  }
  const card = await receiptOf(firebreak.db, { kind: 'alert_card', alertId });
  const waited = firebreak.now().getTime() - delivery.createdAt.getTime();
  if (!card?.ts && waited < WAIT_FOR_CARD) throw new NotYet(after(firebreak.now(), 2_000), 'self');
  const text = alertReminder(alert, reminder, whomToTell(firebreak, alert));
  const thread = card?.ts ? { ts: card.ts, broadcast: LOUD.test(reminder.step) } : null;
  const view = { text, blocks: [section(text)] };
  return { receipt: await postReplyOnce(firebreak.api, delivery, alertsChannel(firebreak), view, thread) };
}

export async function deliverHeadline(
  firebreak: Firebreak,
  delivery: Delivery<'headline'>,
): Promise<Delivered | undefined> {
  const incident = await findIncident(firebreak.db, delivery.owed.incidentId);
  if (!incident?.roomId || incident.isPrivate) return undefined;
  const view = headline(incident, firebreak.now());
  const delivered = await postOrEdit(firebreak.api, delivery, alertsChannel(firebreak), view);
  // What the headline shows, the cards of attached stories show too; the incident's own is owed by its rules.
  const attached = (await alertsOfIncident(firebreak.db, incident.id)).filter(({ id }) => id !== incident.alertId);
  const cards = attached.map(({ id }) => ({ kind: 'alert_card' as const, alertId: id }));
  return { ...delivered, owes: [...(delivered.owes ?? []), ...cards] };
}

export async function deliverPageUnanswered(
  firebreak: Firebreak,
  delivery: Delivery<'page_unanswered'>,
): Promise<Delivered> {
  const page = await findPage(firebreak.db, delivery.owed.pageId);
  if (!page) throw new GiveUp('The page is gone.');
  const incident = page.incidentId === null ? null : await findIncident(firebreak.db, page.incidentId);
  const about = incident ? incidentName(incident.id) : `alert ${page.alertId}`;
  const asked = [...new Set(page.asks.map((one) => one.person))].map(person).join(', ');
  // Of a private incident nothing but the number is said outside: its room was told whom to call.
  const details = incident?.isPrivate
    ? 'It is private: whoever is in its room, call the owners by phone now.'
    : `Why: ${spoken(page.why)}. Asked: ${asked}. Call them by phone now.`;
  const text = `📵 <!channel> *Nobody answered the page for ${about}.* ${details}`;
  const view = { text, blocks: [section(text)] };
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), view) };
}

export async function deliverAlarm(firebreak: Firebreak, delivery: Delivery<'alarm'>): Promise<Delivered> {
  const text = `⚠️ ${spoken(delivery.owed.text)}`;
  const again = button(ACTION.retry, 'Try again', { value: JSON.stringify({ failed: delivery.owed.failed }) });
  const view = { text, blocks: [section(text), { type: 'actions' as const, elements: [again] }] };
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), view) };
}

export function alertsChannel({ alertsChannel: id }: Firebreak): string {
  if (id === null) {
    throw new GiveUp('No alerts channel is set. Set ALERTS_CHANNEL, or alertsChannel in firebreak.yml, to its id.');
  }
  return id;
}

/** A reminder that waited for Slack may have been overtaken by what people did. */
export function isOverBy(alert: Alert, { clock }: Pick<Reminder, 'clock'>): boolean {
  if (clock === 'suggestion') return alert.status === 'escalated';
  if (alert.status !== 'open') return true;
  if (clock === 'response') return alert.respondedAt !== null;
  return clock === 'acknowledge' && (alert.claimedBy !== null || alert.assessedAt !== null);
}

export function whomToTell({ policy }: Firebreak, alert: Alert): PersonId[] {
  if (alert.claimedBy) return [alert.claimedBy];
  return policy.severities[alert.severity ?? alert.suggested].owners[0] ?? [];
}
