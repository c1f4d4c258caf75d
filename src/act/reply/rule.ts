import { redrawn } from '../../alert/card/rule.ts';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import type { PublicResponse } from '../../alert/response/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { Network } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';
import { redraw } from '../incident/redraw.ts';
import { whyClosed } from '../incident/still-open.ts';
import type { Incident } from '../incident/words.ts';

export interface Reply {
  /** Where our answer can be read, as typed. */
  url: string;
  network: Network;
  /** Who answered in public: a name or a mention. */
  answeredBy: string;
}

/** A human answered in public: the alert's response clock stops for good. */
export function logReplyToAlert(alert: Alert, reply: Reply, by: PersonId, at: Date): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  const checked = checkReply(reply, by);
  if (typeof checked === 'string') return refuse(checked);
  const answered: Alert = {
    ...alert,
    respondedAt: alert.respondedAt ?? at,
    response: alert.response ?? checked,
    claimedBy: alert.claimedBy ?? by,
    claimedAt: alert.claimedAt ?? at,
  };
  return allow(answered, {
    events: [happened('reply_logged', by, at, { alertId: alert.id }, { ...reply, url: checked.url })],
    owed: redrawn(alert),
  });
}

/** The same in an incident. The first reply stops the clock; later ones are kept on the timeline. */
export function logReply(incident: Incident, reply: Reply, by: PersonId, at: Date): Decision<Incident> {
  const closed = whyClosed(incident);
  if (closed) return refuse(closed);
  const checked = checkReply(reply, by);
  if (typeof checked === 'string') return refuse(checked);
  const isFirst = !incident.respondedAt;
  const answered: Incident = isFirst ? { ...incident, respondedAt: at, response: checked, silence: null } : incident;
  const incidentId = incident.id;
  const once = `inc-${incidentId}/reply/${incident.version}`;
  return allow(answered, {
    events: [happened('reply_logged', by, at, { incidentId }, { ...reply, url: checked.url, isFirst })],
    owed: [
      { kind: 'room_post', incidentId, post: { about: 'response', response: checked }, once },
      ...redraw(answered),
      { kind: 'topic', incidentId },
      ...(isFirst ? [{ kind: 'brief' as const, incidentId, topic: 'response' as const, once: `${once}/brief` }] : []),
    ],
  });
}

function checkReply(reply: Reply, by: PersonId): (PublicResponse & { kind: 'reply' }) | string {
  const url = reply.url.trim();
  if (!/^https?:\/\/[^\s.]+\.[^\s]+$/i.test(url)) {
    return 'Give the public address of our reply, beginning with https://. An internal note does not stop the clock.';
  }
  if (/^https?:\/\/[^/]*\bslack\.com\b/i.test(url)) {
    return 'That is a Slack link, which the public cannot read. Give the address of our public reply.';
  }
  const answeredBy = reply.answeredBy.trim();
  if (!answeredBy) return 'Say who answered: a first response is a human one.';
  return { kind: 'reply', url, network: reply.network, answeredBy, loggedBy: by };
}
