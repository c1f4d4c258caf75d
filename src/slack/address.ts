/** The link to something that stands in Slack. */
import { receiptOf } from '../db/deliveries.ts';
import type { Owed } from '../words/decision.ts';
import type { Firebreak } from './firebreak.ts';

/** Where a message stands never changes. */
const addresses = new Map<string, string>();
const MOST_ADDRESSES = 1_000;

/** Null when it stands nowhere, or Slack does not say: then what would link to it is said without the link. */
export async function addressOf({ api, db, log }: Firebreak, owed: Owed): Promise<string | null> {
  const stands = await receiptOf(db, owed);
  if (!stands?.channel || !stands.ts) return null;
  const { channel, ts } = stands;
  const known = addresses.get(`${channel}/${ts}`);
  if (known) return known;
  const answer = await api.call('chat.getPermalink', { channel, message_ts: ts }, 'all').catch((error: unknown) => {
    log.warn({ err: error, ...owed }, 'something is said without the link to what it is about');
    return null;
  });
  if (typeof answer?.permalink !== 'string') return null;
  if (addresses.size >= MOST_ADDRESSES) addresses.clear();
  addresses.set(`${channel}/${ts}`, answer.permalink);
  return answer.permalink;
}
