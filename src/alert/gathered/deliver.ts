import { poolsOf } from '../../clock/pool.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { postOrEdit, recover } from '../../slack/post.ts';
import type { Owed } from '../../words/decision.ts';
import { isWaiting } from './rule.ts';
import { countKindWords, gatheredStories } from './store.ts';
import { gatheredCard } from './view.ts';

export async function deliverGatheredCard(
  firebreak: Firebreak,
  delivery: Delivery<'gathered_card'>,
): Promise<Delivered> {
  const { api, db, now } = firebreak;
  const { day, part } = delivery.owed;
  const [stories, kindWords] = await Promise.all([
    gatheredStories(db, day, part),
    part === 1 ? countKindWords(db, day) : 0,
  ]);
  // All of it has been dealt with, or shown elsewhere, before anybody saw it.
  const isPointless = kindWords === 0 && !stories.some(({ alert }) => isWaiting(alert)) && !delivery.receipt;
  if (isPointless) return (await recover(api, delivery, alertsChannel(firebreak))) ?? POINTLESS;
  const view = gatheredCard({ day, part, stories, kindWords, now: now() });
  const drawn = await postOrEdit(api, delivery, alertsChannel(firebreak), view);
  const reminded = stories.filter(({ alert }) => alert.remindedSince);
  const whose = new Set(reminded.flatMap(({ alert }) => poolsOf(alert)));
  return {
    ...drawn,
    owes: [...(drawn.owes ?? []), ...[...whose].map((one): Owed => ({ kind: 'reminder_pool', whose: one }))],
  };
}
