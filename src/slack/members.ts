import { z } from 'zod';
import type { PersonId } from '../words/people.ts';
import type { SlackApi } from './api.ts';
import type { Firebreak } from './firebreak.ts';

const answered = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
/** A thousand each. */
const MOST_PAGES = 10;

/** Which of these people are no members of the channel: no mention there rings them. Empty where that cannot be known. */
export async function absentFrom(
  { api, log }: Pick<Firebreak, 'api' | 'log'>,
  channel: string,
  people: readonly PersonId[],
): Promise<PersonId[]> {
  return lookFor(api, channel, people).catch((error: unknown) => {
    log.warn({ err: error, channel }, 'the members of a channel could not be looked at');
    return [];
  });
}

async function lookFor(api: SlackApi, channel: string, people: readonly PersonId[]): Promise<PersonId[]> {
  let absent = [...people];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES && absent.length > 0; page++) {
    const args = { channel, limit: 1_000, ...(cursor ? { cursor } : {}) };
    const { members, response_metadata } = answered.parse(await api.call('conversations.members', args));
    absent = absent.filter((one) => !members.includes(one));
    cursor = response_metadata?.next_cursor;
    if (!cursor) return absent;
  }
  return [];
}
