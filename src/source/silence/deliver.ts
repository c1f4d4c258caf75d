import type { Delivery } from '../../delivery/claim.ts';
import type { Delivered } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { section, spoken } from '../../slack/kit/text.ts';
import { postOnce } from '../../slack/post.ts';

/** A source fell silent, or is back. */
export async function deliverSourceWord(firebreak: Firebreak, delivery: Delivery<'source_word'>): Promise<Delivered> {
  const text = spoken(delivery.owed.text);
  const view = { text, blocks: [section(text)] };
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), view) };
}
