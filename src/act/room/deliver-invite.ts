import { z } from 'zod';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import type { SlackApi } from '../../slack/api.ts';
import { ABOUT_THE_INVITED, isAsGoodAsDone, isPassing, SlackRefusal, whyNotInvited } from '../../slack/errors.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import type { Owed } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { findIncident } from '../incident/store.ts';

/** Slack takes up to 100 at once. */
const AT_ONCE = 100;
const inviteErrors = z.object({
  errors: z.array(z.object({ user: z.string().optional(), error: z.string() })).optional(),
});

const channelMembers = z.object({ members: z.array(z.string()) });
/** Who is written to about a room that nobody could be invited into. */
const MOST_TOLD = 10;

interface NotInvited {
  person: PersonId;
  because: string;
}

/**
 * Ask people in, all at once. One who cannot be invited never keeps the others out; the room is told who and why, and
 * where nobody is in it, those concerned.
 */
export async function deliverInvite(firebreak: Firebreak, delivery: Delivery<'invite'>): Promise<Delivered> {
  const { incidentId, people } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  // Before the room is there nothing is lost: opening it invites everybody.
  if (!incident?.roomId) return POINTLESS;
  const failed: NotInvited[] = [];
  const owes: Owed[] = [];
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const some = people.slice(from, from + AT_ONCE);
    const result = await invite(firebreak.api, incident.roomId, some);
    if (result) failed.push(...result);
    // Slack refused all of them for one it did not name: each is asked alone, as a delivery of its own.
    else owes.push(...some.map((one) => ({ kind: 'invite' as const, incidentId, people: [one] })));
  }
  if (failed.length > 0) {
    const once = `inc-${incidentId}/not-invited/${failed.map((one) => one.person).join(',')}`;
    owes.push({ kind: 'room_post', incidentId, post: { about: 'not_invited', people: failed }, once });
    // A room that nobody is in tells nobody.
    if (failed.length === people.length && (await isEmpty(firebreak, incident.roomId))) {
      const told = new Set([
        incident.openedBy,
        ...Object.values(incident.roles),
        ...failed.map(({ person }) => person),
      ]);
      const some = [...told].slice(0, MOST_TOLD);
      owes.push(...[null, ...some].map((to) => ({ kind: 'uninvited' as const, incidentId, people: failed, to })));
    }
  }
  return { owes };
}

async function isEmpty({ api, botUserId }: Firebreak, channel: string): Promise<boolean> {
  const { members } = channelMembers.parse(await api.call('conversations.members', { channel, limit: 100 }));
  return members.every((member) => member === botUserId());
}

/** Who could not be invited, and why; null when Slack refused several without saying whom. */
async function invite(api: SlackApi, channel: string, people: PersonId[]): Promise<NotInvited[] | null> {
  const args = { channel, users: people.join(','), force: true };
  try {
    return failures(await api.call('conversations.invite', args, ABOUT_THE_INVITED), people) ?? [];
  } catch (error) {
    if (!(error instanceof SlackRefusal) || isPassing(error.code)) throw error;
    // The code is that of one of them; the others may have failed for other reasons.
    const named = failures(error.data, people);
    if (named) return named;
    if (isAsGoodAsDone(error.code)) return [];
    const [only, ...others] = people;
    return only && others.length === 0 ? [{ person: only, because: whyNotInvited(error.code) }] : null;
  }
}

/** Null when Slack named nobody. */
function failures(answer: unknown, people: PersonId[]): NotInvited[] | null {
  const { errors = [] } = inviteErrors.parse(answer);
  const named = errors.flatMap(({ user, error }) =>
    user !== undefined && people.includes(user) ? [{ person: user, error }] : [],
  );
  if (named.length === 0) return null;
  return named
    .filter(({ error }) => !isAsGoodAsDone(error))
    .map(({ person, error }) => ({ person, because: whyNotInvited(error) }));
}
