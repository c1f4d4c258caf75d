import { after, minutes } from '../../words/time.ts';
import { Refused, Wait } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';

/**
 * Talkwalker's own codes, which say more than HTTP does: 401 is a bad token, a call too many or an empty account.
 * Source: developer.talkwalker.com, "Error codes".
 */
const WAIT: Record<string, { why: string; minutes: number }> = {
  8: { why: 'Talkwalker asks us to call less often.', minutes: 1 },
  24: { why: 'Something else reads this Talkwalker collector.', minutes: 5 },
  30: { why: 'Too many Talkwalker streams are read at once.', minutes: 5 },
};
const REFUSED: Record<string, string> = {
  4: 'Talkwalker cannot read the query of this collector.',
  5: 'Talkwalker does not accept where to go on from. Remove the source and add it anew.',
  7: 'Talkwalker does not accept the access token.',
  9: 'The Talkwalker account has no credits left.',
  10: 'The Talkwalker API application is inactive.',
  11: 'The collector belongs to no project that the access token can read.',
  12: 'The Talkwalker project of this collector is inactive or deleted.',
  13: 'The Talkwalker access token lacks the right "read_write".',
  15: 'Talkwalker knows no collector of this ID.',
  26: 'Talkwalker knows no collector of this ID.',
  29: 'The Talkwalker access token may not read the project of this collector.',
};

/**
 * What to throw for an answer that is an error, or for a chunk with one. Its sentence is ours: Talkwalker's may repeat
 * the request, and the access token is a part of that.
 * @param status of the answer; null for an error within a stream
 */
export function refusedByTalkwalker(status: number | null, body: unknown, now: Date): Error {
  const code = codeOf(body);
  const wait = code === null ? undefined : WAIT[code];
  if (wait) return new Wait(after(now, minutes(wait.minutes)), wait.why);
  if (status === 429) return new Wait(after(now, minutes(5)), 'Talkwalker asks us to call less often.');
  const refused = code === null ? undefined : REFUSED[code];
  if (refused) return new Refused(refused);
  if (status === 401 || status === 403) return new Refused('Talkwalker does not accept the access token.');
  if (status === 404) return new Refused('Talkwalker knows no collector of this ID.');
  const shown = [status === null ? null : `HTTP ${status}`, code === null ? null : `code ${code}`].filter(Boolean);
  return new Error(`Talkwalker answered with an error${shown.length > 0 ? ` (${shown.join(', ')})` : ''}.`);
}

/** `status_code` as a string or a number, wherever the error stands: the shape of a chunk's is not documented. */
function codeOf(body: unknown): string | null {
  const fields = fieldsOf(body);
  const inside = [fields, ...[...(fields?.values() ?? [])].map(fieldsOf)];
  for (const part of inside) {
    const code = part?.get('statuscode') ?? part?.get('code');
    if (typeof code === 'number' || (typeof code === 'string' && /^\d{1,3}$/.test(code))) return String(code);
  }
  return null;
}
