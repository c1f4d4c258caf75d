import type { Delivery } from '../../delivery/claim.ts';
import type { Delivered } from '../../delivery/outcome.ts';
import type { Firebreak } from '../firebreak.ts';
import { section, spoken } from '../views/text.ts';
import { alertsChannel } from './alerts-channel.ts';
import { postOnce } from './post.ts';

/** A source fell silent, or is back. */
export async function deliverSourceWord(firebreak: Firebreak, delivery: Delivery<'source_word'>): Promise<Delivered> {
  const text = spoken(delivery.owed.text);
  const view = { text, blocks: [section(text)] };
  return { receipt: await postOnce(firebreak.api, delivery, alertsChannel(firebreak), view) };
}
