/** A room that nobody could be invited into: said where somebody reads it. */

import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { type MessageView, person, quoted, section } from '../../slack/kit/text.ts';
import { postOnce } from '../../slack/post.ts';
import { incidentName } from '../../words/incident-name.ts';
import { maySee } from '../incident/permissions.ts';
import { findIncident } from '../incident/store.ts';

export async function deliverUninvited(firebreak: Firebreak, delivery: Delivery<'uninvited'>): Promise<Delivered> {
  const { incidentId, people, to } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  if (!incident?.roomId || incident.status === 'closed') return POINTLESS;
  const name = incidentName(incidentId);
  // Outside its room nothing but the number of a private incident is said, and only its people learn who they are.
  const isTold = to === null ? !incident.isPrivate : maySee(incident, to);
  const room = incident.isPrivate ? `\`${isTold ? (incident.roomName ?? name) : name}\`` : `<#${incident.roomId}>`;
  const who = isTold ? ` ${people.map((one) => `${person(one.person)} (${one.because})`).join(', ')}.` : '';
  const title = isTold ? ` “${quoted(incident.title)}”` : '';
  const text = `⚠️ *Nobody could be invited into the channel of ${name}*${title}.${who}`;
  const fix = `Ask a workspace admin to add you and the others to ${room}, or to let Firebreak invite people. Until then Firebreak is alone in there: agree by phone who leads.`;
  const view: MessageView = { text, blocks: [section(text), section(fix)] };
  return { receipt: await postOnce(firebreak.api, delivery, to ?? alertsChannel(firebreak), view) };
}
