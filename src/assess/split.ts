import { joinAlert, openAlert, shownOn } from '../alert/open.ts';
import {
  type Alert,
  allow,
  type Decision,
  happened,
  type Mention,
  type PersonId,
  type Policy,
  refuse,
} from '../words.ts';
import { whyNotOpen } from './still-open.ts';

export interface Split {
  /** What is left of the alert. */
  rest: Alert;
  /** The new one; null before the rule has made it. */
  own: Alert | null;
}

/** What is moved, and what stays (of many, the first). In the order in which they were received. */
export interface Parts {
  moved: Mention[];
  left: Mention[];
}

/**
 * These posts tell another story, says a person. They get an alert of their own whose clocks run since the first of them
 * was received, and what is left is suggested anew. The machine never brings them together again.
 */
export function splitOut(
  alert: Alert,
  { moved, left }: Parts,
  newId: number,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Split> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  const own = retold(newId, moved, policy);
  const rest = retold(alert.id, left, policy);
  if (!own) return refuse('This post is not part of the alert any more.');
  if (!rest) return refuse('It is all there is of this story, so there is nothing to split it from.');
  const { title, firstMentionId, publishedAt, reach, networks, suggested, suggestedBecause } = rest;
  const remaining: Alert = {
    ...alert,
    ...{ title, firstMentionId, publishedAt, reach, networks, suggested, suggestedBecause },
    mentionCount: alert.mentionCount - moved.length,
  };
  const detail = { mentions: moved.length, into: newId };
  return allow<Split>(
    { rest: remaining, own },
    {
      events: [
        happened('mention_split', by, at, { alertId: alert.id }, detail),
        happened(
          'alert_opened',
          by,
          at,
          { alertId: newId },
          { suggested: own.suggested, because: own.suggestedBecause },
        ),
      ],
      owed: [shownOn(remaining), { kind: 'alert_card', alertId: newId }],
    },
  );
}

/** The alert that these mentions would have made. */
function retold(id: number, [first, ...others]: Mention[], policy: Policy): Alert | null {
  if (!first) return null;
  const decision = openAlert(id, first, policy);
  if (!decision.allowed) return null;
  return others.reduce((alert, mention) => joinAlert(alert, mention, policy), decision.state);
}
