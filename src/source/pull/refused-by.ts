import { after, minutes } from '../../words/time.ts';
import { Refused, Wait } from '../source.ts';

/** When a tool asks us to wait and does not say how long. Minutes. */
const USUAL_WAIT = 5;
/** A longer wait is a mistake of the sender. Minutes. */
const LONGEST_WAIT = 24 * 60;

/**
 * What to throw for an answer that is an error; its body is let go. A tool that is asked too often, or that says when
 * to come again, is waited for.
 * @param title of the tool, as people know it
 * @param what is wrong with the key or the address, in a sentence, for 401 and 403
 */
export async function refusedBy(response: Response, title: string, what: string, now: Date): Promise<Error> {
  await response.body?.cancel().catch(() => undefined);
  const { status, headers } = response;
  const until = waitUntil(headers, now);
  if (status === 429) return new Wait(until ?? after(now, minutes(USUAL_WAIT)), `${title} asks us to call less often.`);
  if (status === 503 && until) return new Wait(until, `${title} is busy and asks us to wait.`);
  if (status === 401 || status === 403) return new Refused(what);
  if (status === 404 || status === 410) return new Refused(`${title} says that this is not there (HTTP ${status}).`);
  return new Error(`${title} answered with an error (HTTP ${status}).`);
}

/**
 * `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or `X-Rate-Limit-Reset` as seconds from now or as a time
 * since 1970. Null when there is neither.
 */
export function waitUntil(headers: Headers, now: Date): Date | null {
  const said = headers.get('retry-after') ?? headers.get('x-rate-limit-reset') ?? headers.get('x-ratelimit-reset');
  if (said === null) return null;
  const figure = /^\d{1,12}(\.\d+)?$/.test(said.trim()) ? Number(said) : null;
  const at = figure === null ? Date.parse(said) : figure > 1e9 ? figure * 1000 : now.getTime() + figure * 1000;
  if (Number.isNaN(at)) return null;
  return new Date(Math.min(Math.max(at, now.getTime() + 1000), after(now, minutes(LONGEST_WAIT)).getTime()));
}
