import { lateStories } from '../../alert/storm/store.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { person, section, spoken } from '../../slack/kit/text.ts';
import { postOnce } from '../../slack/post.ts';
import { incidentName } from '../../words/incident-name.ts';
import { findIncident } from '../incident/store.ts';
import { findPage } from './store.ts';
import { stormInWords } from './view.ts';

export async function deliverPageUnanswered(
  firebreak: Firebreak,
  delivery: Delivery<'page_unanswered'>,
): Promise<Delivered> {
  const page = await findPage(firebreak.db, delivery.owed.pageId);
  // Somebody has taken it after all, while this waited.
  if (!page || page.status === 'acknowledged') return POINTLESS;
  const incident = page.incidentId === null ? null : await findIncident(firebreak.db, page.incidentId);
  const storm = page.stormId === null ? null : await lateStories(firebreak.db, page.stormId, firebreak.now());
  const about = incident ? incidentName(incident.id) : storm ? 'a storm' : `alert ${page.alertId}`;
  const asked = [...new Set(page.asks.map((one) => one.person))].map(person).join(', ');
  // Of a private incident nothing but the number is said outside: its room was told whom to call.
  const details = incident?.isPrivate
    ? 'It is private: whoever is in its room, call the owners by phone now.'
    : `${storm ? stormInWords(storm) : `Why: ${spoken(page.why)}`}. Asked: ${asked}. Call them by phone now.`;
  const text = `📵 <!channel> *Nobody answered the page for ${about}.* ${details}`;
  const view = { text, blocks: [section(text)] };
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), view) };
}
