/** Direct messages: pages, approvals, and what subscribers are told. */

import { shownOn } from '../../alert/card/rule.ts';
import { findAlert } from '../../alert/card/store.ts';
import type { Alert } from '../../alert/card/words.ts';
import { lateStories } from '../../alert/storm/store.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, Held, POINTLESS } from '../../delivery/outcome.ts';
import { addressOf } from '../../slack/address.ts';
import { isAboutPerson } from '../../slack/errors.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOrEdit, recover } from '../../slack/post.ts';
import type { Page } from '../../words/page.ts';
import { findIncident } from '../incident/store.ts';
import { unreachable, wentOut } from './rule.ts';
import { changePage, findPage } from './store.ts';
import { pageMessage } from './view.ts';

/** Milliseconds. */
const LATE = 30_000;

export async function deliverPageAsk(firebreak: Firebreak, delivery: Delivery<'page_ask'>): Promise<Delivered> {
  const { db, api, now } = firebreak;
  const { pageId, person: asked, round } = delivery.owed;
  const page = await findPage(db, pageId);
  if (!page) return POINTLESS;
  const incident = page.incidentId === null ? null : await findIncident(db, page.incidentId);
  const alert = page.alertId === null ? null : await findAlert(db, page.alertId);
  // What nobody answered can still be taken.
  const isOver = page.status === 'acknowledged' || page.status === 'stopped';
  const storm = page.stormId === null ? null : await lateStories(db, page.stormId, now());
  const cardUrl = isOver ? null : await linkToCard(firebreak, page, alert);
  const view = pageMessage({ page, person: asked, round, incident, alert, storm, cardUrl, now: now() });
  try {
    // Taken before it was sent: nobody needs to be woken any more.
    if (isOver && !delivery.receipt) return (await recover(api, delivery, asked)) ?? POINTLESS;
    const posted = await postOrEdit(api, delivery, asked, view);
    const isLate = now().getTime() - delivery.createdAt.getTime() > LATE;
    if (isLate && !delivery.receipt) {
      await changePage(db, pageId, now(), (current, policy) => wentOut(current, asked, round, policy, now()));
    }
    return posted;
  } catch (error) {
    // Slack does not deliver to this person, whatever the reason: the next one is asked at once.
    if (!(error instanceof Held && isAboutPerson(error.obstacle))) throw error;
    firebreak.log.warn({ person: asked, page: pageId }, error.obstacle.why);
    await changePage(db, pageId, now(), (current, policy) => unreachable(current, asked, policy, now()));
    return POINTLESS;
  }
}

async function linkToCard(firebreak: Firebreak, { stormId }: Page, alert: Alert | null): Promise<string | null> {
  if (alert === null) return null;
  return addressOf(firebreak, stormId === null ? shownOn(alert) : { kind: 'storm_card', stormId });
}
