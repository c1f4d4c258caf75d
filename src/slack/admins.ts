/** Who may change settings, and is told of what they alone can mend. */
import { z } from 'zod';
import type { PersonId } from '../words/people.ts';
import type { Firebreak } from './firebreak.ts';

const userAnswer = z.looseObject({
  user: z.looseObject({ is_admin: z.boolean().optional(), is_owner: z.boolean().optional() }),
});
const usersAnswer = z.object({
  members: z.array(
    z.looseObject({
      id: z.string(),
      is_admin: z.boolean().optional(),
      is_owner: z.boolean().optional(),
      is_bot: z.boolean().optional(),
      deleted: z.boolean().optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
/** Enough to reach one of them; in a large workspace there are many. */
const MOST = 5;
/** People looked through, a thousand each. */
const MOST_PAGES = 10;

/** Those that firebreak.yml names; when it names nobody, the workspace's admins and owners. */
export async function isAdmin({ admins, api }: Pick<Firebreak, 'admins' | 'api'>, person: PersonId): Promise<boolean> {
  const named = admins();
  if (named.length > 0) return named.includes(person);
  const { user } = userAnswer.parse(await api.call('users.info', { user: person }));
  return user.is_admin === true || user.is_owner === true;
}

/** The same, at most a handful of them. */
export async function adminsToTell({ admins, api }: Pick<Firebreak, 'admins' | 'api'>): Promise<readonly PersonId[]> {
  const named = admins();
  if (named.length > 0) return named;
  const found: PersonId[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && found.length < MOST; page++) {
    const args = { limit: 1_000, ...(cursor ? { cursor } : {}) };
    const { members, response_metadata } = usersAnswer.parse(await api.call('users.list', args));
    const some = members.filter((one) => (one.is_admin || one.is_owner) && !one.is_bot && !one.deleted);
    found.push(...some.map(({ id }) => id));
    cursor = response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return found.slice(0, MOST);
}
