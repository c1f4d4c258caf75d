import { joinAlert, openAlert, shownOn } from '../../alert/card/rule.ts';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import type { Mention } from '../../alert/mention/words.ts';
import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { Network } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';

export interface Split {
  /** What is left of the alert. */
  rest: Alert;
  /** The new one; null before the rule has made it. */
  own: Alert | null;
}

/** What is moved, or what stays. */
export interface Part {
  /** Those that its severity is suggested by, in the order in which they were received: of many the first and the loudest. */
  read: Mention[];
  /** Of all of it. */
  mentions: number;
  reach: number | null;
  networks: Network[];
  lastAt: Date;
}

/**
 * These posts tell another story, says a person. They get an alert of their own whose clocks run since the first of them
 * was received, and what is left is suggested anew. The machine never brings them together again.
 */
export function splitOut(
  alert: Alert,
  { moved, left }: { moved: Part; left: Part },
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
    mentionCount: alert.mentionCount - moved.mentions,
  };
  const detail = { mentions: moved.mentions, into: newId };
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
function retold(id: number, part: Part, policy: Policy): Alert | null {
  const [first, ...others] = part.read;
  if (!first) return null;
  const decision = openAlert(id, first, policy);
  if (!decision.allowed) return null;
  const told = others.reduce((alert, mention) => joinAlert(alert, mention, policy), decision.state);
  return {
    ...told,
    mentionCount: part.mentions,
    reach: part.reach,
    networks: [...new Set([...told.networks, ...part.networks])],
    lastMentionAt: part.lastAt,
  };
}
