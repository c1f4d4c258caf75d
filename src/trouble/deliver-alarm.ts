import { isDone } from '../db/deliveries.ts';
import type { Delivery } from '../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../delivery/outcome.ts';
import { alertsChannel } from '../slack/alerts-channel.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { button } from '../slack/kit/elements.ts';
import { section, spoken } from '../slack/kit/text.ts';
import { postOnce } from '../slack/post.ts';
import { RETRY } from './words.ts';

/** What it is about may have gone out meanwhile. */
export async function deliverAlarm(firebreak: Firebreak, delivery: Delivery<'alarm'>): Promise<Delivered> {
  const { failed } = delivery.owed;
  if (failed !== null && (await isDone(firebreak.db, failed))) return POINTLESS;
  const text = `⚠️ ${spoken(delivery.owed.text)}`;
  const again = failed === null ? [] : [button(RETRY, 'Try again', { value: JSON.stringify({ failed }) })];
  const actions = again.length > 0 ? [{ type: 'actions' as const, elements: again }] : [];
  const view = { text, blocks: [section(text), ...actions] };
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), view) };
}
