/** The one card of a storm, and what is said under it. */
import { hasReached, stepOfAlert } from '../../clock/marks.ts';
import { receiptOf } from '../../db/deliveries.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../../delivery/outcome.ts';
import { addressOf } from '../../slack/address.ts';
import { alertsChannel } from '../../slack/alerts-channel.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { type MessageView, section } from '../../slack/kit/text.ts';
import { editAt, type Posted, postOnce, postOrEdit, postReplyOnce, standsAt } from '../../slack/post.ts';
import { threadOf } from '../../slack/thread.ts';
import type { Owed } from '../../words/decision.ts';
import { whomToTell } from '../card/owners.ts';
import { mayMove, POSTS_BELOW } from './rule.ts';
import {
  findStorm,
  postsBelow,
  sev1OfStorm,
  storiesOfStorm,
  stormFigures,
  takenInWithCards,
  worstOfStorm,
} from './store.ts';
import { leftCard, SEV1_ON_CARD, STORIES_ON_CARD, stormCard, stormReminder } from './view.ts';
import type { Storm } from './words.ts';

/**
 * Edited where it stands. Once it was posted anew it stands there, and what it left behind becomes a line. Each is owed with
 * what is known before it, so a crash in between repeats nothing.
 */
export async function deliverStormCard(firebreak: Firebreak, delivery: Delivery<'storm_card'>): Promise<Delivered> {
  const { db, api } = firebreak;
  const { stormId } = delivery.owed;
  const storm = await findStorm(db, stormId);
  if (!storm) return POINTLESS;
  const stood = standsAt(delivery.receipt);
  const anew = stood && standsAt(await receiptOf(db, anewOf(stormId, stood)));
  const view = await cardOfStorm(firebreak, storm);
  const from = anew ? { ...delivery, receipt: anew } : delivery;
  const drawn = await postOrEdit(api, from, alertsChannel(firebreak), view);
  const stays = stood !== null && standsAt(drawn.receipt)?.ts === stood.ts;
  const follows = stays ? await movesOn(firebreak, storm, stood) : await movedTo(firebreak, storm, anew && stood);
  return { ...drawn, owes: [...(drawn.owes ?? []), ...follows] };
}

async function movesOn({ db, now }: Firebreak, storm: Storm, stands: Posted): Promise<Owed[]> {
  const postedAt = new Date(Number(stands.ts) * 1_000);
  if (!mayMove(storm, postedAt, now())) return [];
  const below = await postsBelow(db, storm.id, stands, POSTS_BELOW);
  return below < POSTS_BELOW ? [] : [anewOf(storm.id, stands)];
}

/** Whatever links to it links to the newest. */
async function movedTo({ db }: Firebreak, storm: Storm, left: Posted | null): Promise<Owed[]> {
  const lines = await takenInWithCards(db, storm);
  return [
    ...(left ? [{ kind: 'storm_card_left' as const, stormId: storm.id, channel: left.channel, ts: left.ts }] : []),
    ...lines.map((alertId): Owed => ({ kind: 'alert_card', alertId })),
  ];
}

function anewOf(stormId: number, stands: Posted): Owed {
  return { kind: 'storm_card_anew', stormId, insteadOf: stands.ts };
}

async function cardOfStorm(firebreak: Firebreak, storm: Storm): Promise<MessageView> {
  const { db, now } = firebreak;
  const [figures, top, sev1] = await Promise.all([
    stormFigures(db, storm.id, now()),
    storiesOfStorm(db, storm.id, STORIES_ON_CARD),
    sev1OfStorm(db, storm, SEV1_ON_CARD),
  ]);
  const links = new Map<number, string>();
  for (const { id } of sev1.first) {
    const url = await addressOf(firebreak, { kind: 'alert_card', alertId: id });
    if (url) links.set(id, url);
  }
  return stormCard({ storm, figures, top, sev1, links, now: now() });
}

/** Only posted here. From then on `storm_card` draws it. */
export async function deliverStormCardAnew(
  firebreak: Firebreak,
  delivery: Delivery<'storm_card_anew'>,
): Promise<Delivered> {
  const { db, api } = firebreak;
  const { stormId } = delivery.owed;
  const storm = await findStorm(db, stormId);
  if (!storm) return POINTLESS;
  const view = await cardOfStorm(firebreak, storm);
  const receipt = await postOnce(api, delivery, alertsChannel(firebreak), view);
  return { receipt, owes: [{ kind: 'storm_card', stormId }] };
}

export async function deliverLeftStormCard(
  firebreak: Firebreak,
  delivery: Delivery<'storm_card_left'>,
): Promise<Delivered> {
  const { stormId, channel, ts } = delivery.owed;
  const url = await addressOf(firebreak, { kind: 'storm_card', stormId });
  const receipt = await editAt(firebreak.api, delivery, { channel, ts }, leftCard(url));
  return receipt ? { receipt } : POINTLESS;
}

/**
 * Once for all stories of the storm that have got there and are still waiting, about the worst of them. When none is any
 * more it is not said, and the next story that gets there asks for it again.
 */
export async function deliverStormReminder(
  firebreak: Firebreak,
  delivery: Delivery<'storm_reminder'>,
): Promise<Delivered | undefined> {
  const { db, api, now } = firebreak;
  const { stormId, clock, step } = delivery.owed;
  if (delivery.receipt) return POINTLESS;
  // What was taken out meanwhile is reminded of on its own card.
  const alert = await worstOfStorm(db, stormId, (one) => hasReached(one, { clock, step }, now()));
  const does = stepOfAlert({ clock, step });
  if (!alert || !does?.saysOfStorm) return POINTLESS;
  const card = { kind: 'storm_card', stormId } as const;
  const thread = await threadOf(firebreak, delivery, card, does.isLoud === true);
  const figures = await stormFigures(db, stormId, now());
  const tell = whomToTell(alert, db.house.policyOf(alert));
  const text = stormReminder({ figures }, alert, does.saysOfStorm, tell);
  const view = { text, blocks: [section(text)] };
  return { receipt: await postReplyOnce(api, delivery, alertsChannel(firebreak), view, thread) };
}
