import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { button } from '../../slack/kit/elements.ts';
import { type MessageView, person, quoted, section, spoken } from '../../slack/kit/text.ts';
import { incidentValue } from '../../slack/kit/values.ts';
import { postOnce } from '../../slack/post.ts';
import { incidentName } from '../../words/incident-name.ts';
import { findIncident } from '../incident/store.ts';
import { APPROVE_SILENCE, DECLINE_SILENCE } from './words.ts';

export async function deliverSilenceAsk(
  firebreak: Firebreak,
  delivery: Delivery<'silence_ask'>,
): Promise<Delivered | undefined> {
  const { incidentId, approver } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  if (incident?.silence?.approver !== approver) return POINTLESS;
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
          button(APPROVE_SILENCE, 'Approve: no response', { value, style: 'danger' }),
          button(DECLINE_SILENCE, 'No, we must answer', { value }),
        ],
      },
    ],
  };
  return { receipt: await postOnce(firebreak.api, delivery, approver, view) };
}
