import { z } from 'zod';
import { findIncident } from '../../db/incidents.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, GiveUp, NotYet } from '../../delivery/outcome.ts';
import { after, type PersonId } from '../../words.ts';
import type { SlackApi } from '../api.ts';
import { isAsGoodAsDone, SlackRefusal, whyNotInvited } from '../errors.ts';
import type { Firebreak } from '../firebreak.ts';

/** Slack takes up to 100 at once. */
const AT_ONCE = 100;
const inviteErrors = z.object({
  errors: z.array(z.object({ user: z.string().optional(), error: z.string() })).optional(),
});

interface NotInvited {
  person: PersonId;
  because: string;
}

/** Ask people in, all at once. One who cannot be invited never keeps the others out; the room is told who and why. */
export async function deliverInvite(firebreak: Firebreak, delivery: Delivery<'invite'>): Promise<Delivered> {
  const { incidentId, people } = delivery.owed;
  const incident = await findIncident(firebreak.db, incidentId);
  if (!incident) throw new GiveUp('The incident is gone.');
  if (!incident.roomId) throw new NotYet(after(firebreak.now(), 2_000), 'self');
  const failed: NotInvited[] = [];
  for (let from = 0; from < people.length; from += AT_ONCE) {
    failed.push(...(await invite(firebreak.api, incident.roomId, people.slice(from, from + AT_ONCE))));
  }
  if (failed.length === 0) return {};
  const once = `inc-${incidentId}/not-invited/${failed.map((one) => one.person).join(',')}`;
  return { owes: [{ kind: 'room_post', incidentId, post: { about: 'not_invited', people: failed }, once }] };
}

async function invite(api: SlackApi, channel: string, people: PersonId[]): Promise<NotInvited[]> {
  try {
    const answer = await api.call('conversations.invite', { channel, users: people.join(','), force: true }, 'all');
    return failures(answer, people);
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    if (isAsGoodAsDone(error.code)) return [];
    const named = failures(error.data, people);
    if (named.length > 0) return named;
    const [only] = people;
    if (people.length === 1 && only) {
      if (error.code === 'is_archived' || error.code === 'channel_not_found') throw new GiveUp(error.message);
      return [{ person: only, because: whyNotInvited(error.code) }];
    }
  }
  // Slack refused all of them for one it did not name: ask for each alone.
  const each: NotInvited[] = [];
  for (const one of people) each.push(...(await invite(api, channel, [one])));
  return each;
}

function failures(answer: unknown, people: PersonId[]): NotInvited[] {
  const { errors = [] } = inviteErrors.parse(answer);
  return errors
    .filter(({ user, error }) => user !== undefined && people.includes(user) && !isAsGoodAsDone(error))
    .map(({ user, error }) => ({ person: user ?? '', because: whyNotInvited(error) }));
}
