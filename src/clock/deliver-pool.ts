/** All that is due, told in one message for the channel and one for each person who is on something. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { shownOn } from '../alert/card/rule.ts';
import type { Alert } from '../alert/card/words.ts';
import { receiptOf } from '../db/deliveries.ts';
import type { Delivery } from '../delivery/claim.ts';
import { type Delivered, Held, POINTLESS } from '../delivery/outcome.ts';
import { addressOf } from '../slack/address.ts';
import { alertsChannel } from '../slack/alerts-channel.ts';
import { isAboutPerson } from '../slack/errors.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { absentFrom } from '../slack/members.ts';
import { postOnce, postOrEdit, recover } from '../slack/post.ts';
import type { Owed } from '../words/decision.ts';
import { nextPool, type Pool, standsIn, type Whose } from './pool.ts';
import { findAlerts, remindedAlerts } from './store-pool.ts';
import { continuedReminder, type PooledReminder, pooledReminder, toAbsentOwner } from './view-pool.ts';

const kept = z.object({
  id: z.string(),
  postedAt: z.coerce.date(),
  breachAt: z.coerce.date().nullable(),
  lookedAt: z.coerce.date(),
  named: z.array(z.number()),
  tell: z.array(z.string()),
  rang: z.record(z.string(), z.string()),
});
/** Addresses asked for in one go: those of the alerts that are named. */
const LINKED = 15;

/** Decides whether what stands is edited or something new is said. What it decides is kept with what follows from it. */
export async function deliverReminderPool(
  { db, now }: Firebreak,
  { owed: { whose }, receipt }: Delivery<'reminder_pool'>,
): Promise<Delivered> {
  const before = poolOf(receipt);
  const pool = nextPool(before, whose, await waitingIn(db, whose, now()), db.house.policyOf, now());
  if (!pool) return POINTLESS;
  const message = (id: string): Owed => ({ kind: 'pooled_reminder', whose, pool: id });
  const isNew = before !== null && before.id !== pool.id;
  return {
    ...POINTLESS,
    receipt: { pool: JSON.stringify(pool) },
    owes: [...(isNew ? [message(before.id)] : []), message(pool.id)],
  };
}

/** Edited for as long as it is the latest. What has been dealt with before it was said is not said. */
export async function deliverPooledReminder(
  firebreak: Firebreak,
  delivery: Delivery<'pooled_reminder'>,
): Promise<Delivered> {
  const { api, now } = firebreak;
  const { whose, pool: id } = delivery.owed;
  const channel = whose ?? alertsChannel(firebreak);
  const pool = await poolNow(firebreak, whose);
  if (pool?.id !== id) {
    return delivery.receipt ? drawn(firebreak, delivery, channel, continuedReminder()) : POINTLESS;
  }
  const pooled = await pooledIn(firebreak, pool, whose);
  if (pooled.waiting.length === 0 && !delivery.receipt) return (await recover(api, delivery, channel)) ?? POINTLESS;
  try {
    const shown = await drawn(firebreak, delivery, channel, pooledReminder(pooled));
    const absent = whose === null && !delivery.receipt ? await absentFrom(firebreak, channel, pool.tell) : [];
    const owes = absent.map((owner): Owed => ({ kind: 'absent_owner', owner, pool: id }));
    return { ...shown, owes: [...(shown.owes ?? []), ...owes] };
  } catch (error) {
    // Slack does not deliver to this person. From 90 % on it stands in the channel as well.
    if (!(error instanceof Held && isAboutPerson(error.obstacle))) throw error;
    firebreak.log.warn({ person: whose, at: now().toISOString() }, error.obstacle.why);
    return POINTLESS;
  }
}

export async function deliverToAbsentOwner(
  firebreak: Firebreak,
  delivery: Delivery<'absent_owner'>,
): Promise<Delivered> {
  const { owner, pool: id } = delivery.owed;
  const pool = await poolNow(firebreak, null);
  if (pool?.id !== id) return POINTLESS;
  const pooled = await pooledIn(firebreak, pool, null);
  if (pooled.waiting.length === 0) return POINTLESS;
  const view = toAbsentOwner(pooled, alertsChannel(firebreak));
  return { receipt: await postOnce(firebreak.api, delivery, owner, view) };
}

/** What would look the same is not sent again. */
async function drawn(
  { api }: Firebreak,
  delivery: Delivery<'pooled_reminder'>,
  channel: string,
  view: ReturnType<typeof pooledReminder>,
): Promise<Delivered> {
  const looks = createHash('sha256').update(JSON.stringify(view)).digest('hex');
  if (delivery.receipt?.looks === looks && delivery.attempt === 1) return POINTLESS;
  const posted = await postOrEdit(api, delivery, channel, view);
  return { ...posted, receipt: { ...posted.receipt, looks } };
}

async function pooledIn(firebreak: Firebreak, pool: Pool, whose: Whose): Promise<PooledReminder> {
  const { db, now } = firebreak;
  const waiting = await waitingIn(db, whose, now());
  const over = await findAlerts(
    db,
    pool.named.filter((id) => !waiting.some((one) => one.id === id)),
  );
  const links = new Map<number, string>();
  for (const alert of waiting.slice(0, LINKED)) {
    const url = await addressOf(firebreak, shownOn(alert));
    if (url) links.set(alert.id, url);
  }
  return { whose, waiting, over, links, tell: pool.tell, now: now() };
}

async function waitingIn(db: Firebreak['db'], whose: Whose, now: Date): Promise<Alert[]> {
  return (await remindedAlerts(db, whose)).filter((alert) => standsIn(whose, alert, now));
}

function poolOf(receipt: Delivery['receipt']): Pool | null {
  return receipt?.pool ? kept.parse(JSON.parse(receipt.pool)) : null;
}

async function poolNow({ db }: Firebreak, whose: Whose): Promise<Pool | null> {
  return poolOf(await receiptOf(db, { kind: 'reminder_pool', whose }));
}
