/** Direct messages: pages, approvals, and what subscribers are told. */
import { whoIsTold } from '../../act/brief.ts';
import { unreachable } from '../../act/page.ts';
import { maySee } from '../../act/permissions.ts';
import { findAlert } from '../../db/alerts.ts';
import { receiptOf } from '../../db/deliveries.ts';
import { findIncident } from '../../db/incidents.ts';
import { changePage, findPage } from '../../db/pages.ts';
import { subscriptionsFor } from '../../db/subscriptions.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, GiveUp } from '../../delivery/outcome.ts';
import { incidentName } from '../../words.ts';
import { SlackRefusal } from '../errors.ts';
import type { Firebreak } from '../firebreak.ts';
import { ACTION, incidentValue } from '../views/actions.ts';
import { brief } from '../views/brief.ts';
import { button } from '../views/elements.ts';
import { pageMessage } from '../views/page-message.ts';
import { type MessageView, person, quoted, section, spoken } from '../views/text.ts';
import { postOnce, postOrEdit, recover } from './post.ts';

/** Slack will never deliver to this person: the next one is asked at once. */
const UNREACHABLE = ['user_not_found', 'user_disabled', 'channel_not_found', 'cannot_dm_bot'];

export async function deliverPageAsk(firebreak: Firebreak, delivery: Delivery<'page_ask'>): Promise<Delivered> {
  const { db, api, policy, now } = firebreak;
  const { pageId, person: asked, round } = delivery.owed;
  const page = await findPage(db, pageId);
  if (!page) throw new GiveUp('The page is gone.');
  const incident = page.incidentId === null ? null : await findIncident(db, page.incidentId);
  const alert = page.alertId === null ? null : await findAlert(db, page.alertId);
  const isOver = page.status !== 'asking';
  const cardUrl = page.alertId === null || isOver ? null : await linkToCard(firebreak, page.alertId);
  const view = pageMessage({ page, person: asked, round, incident, alert, cardUrl, now: now() });
  try {
    // Taken before it was sent: nobody needs to be woken any more.
    if (isOver && !delivery.receipt) return (await recover(api, delivery, asked, UNREACHABLE)) ?? {};
    return await postOrEdit(api, delivery, asked, view, UNREACHABLE);
  } catch (error) {
    if (!(error instanceof SlackRefusal && UNREACHABLE.includes(error.code))) throw error;
    await changePage(db, pageId, now(), (current) => unreachable(current, asked, policy, now()));
    return {};
  }
}

export async function deliverSilenceAsk(
  firebreak: Firebreak,
  delivery: Delivery<'silence_ask'>,
): Promise<Delivered | undefined> {
  const { incidentId, approver } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  if (incident?.silence?.approver !== approver) return undefined;
  const { askedBy, reason } = incident.silence;
  const text = `🤐 ${person(askedBy)} asks you to approve *no public response* for *${incidentName(incidentId)}*: ${quoted(incident.title)}`;
  const value = incidentValue(incident);
  const view: MessageView = {
    text,
    blocks: [
      section(text),
      section(`Why: ${spoken(reason)}`),
      section('The response clock runs on until you decide.'),
      {
        type: 'actions',
        elements: [
          button(ACTION.approveSilence, 'Approve: no response', { value, style: 'danger' }),
          button(ACTION.declineSilence, 'No, we must answer', { value }),
        ],
      },
    ],
  };
  return { receipt: await postOnce(firebreak.api, delivery, approver, view) };
}

/** One message per subscriber, each a delivery of its own. */
export async function deliverBrief({ db }: Firebreak, delivery: Delivery<'brief'>): Promise<Delivered> {
  const { incidentId, topic, once } = delivery.owed;
  const incident = await findIncident(db, incidentId);
  if (!incident) throw new GiveUp('The incident is gone.');
  const told = whoIsTold(await subscriptionsFor(db, incidentId), incident);
  return {
    owes: told.map((one) => ({ kind: 'brief_dm', incidentId, topic, person: one, once: `${once}/${one}` })),
  };
}

export async function deliverBriefDm(
  firebreak: Firebreak,
  delivery: Delivery<'brief_dm'>,
): Promise<Delivered | undefined> {
  const { incidentId, topic, person: subscriber } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  if (!incident || !maySee(incident, subscriber)) return undefined;
  const view = brief(incident, topic, firebreak.now());
  return { receipt: await postOnce(firebreak.api, delivery, subscriber, view) };
}

/** A page goes out without it rather than wait for it. */
async function linkToCard({ api, db, log }: Firebreak, alertId: number): Promise<string | null> {
  const card = await receiptOf(db, { kind: 'alert_card', alertId });
  if (!card?.channel || !card.ts) return null;
  const { channel, ts } = card;
  const answer = await api.call('chat.getPermalink', { channel, message_ts: ts }, 'all').catch((error: unknown) => {
    log.warn({ err: error, alertId }, 'a page goes out without the link to its card');
    return null;
  });
  return typeof answer?.permalink === 'string' ? answer.permalink : null;
}
