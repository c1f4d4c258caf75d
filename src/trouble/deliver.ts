/** Something that a person must mend: who is told of it, and where, so that somebody reads it. */

import { findIncident, incidentOfRoom } from '../act/incident/store.ts';
import { whomToTell } from '../alert/card/owners.ts';
import { findAlert } from '../alert/card/store.ts';
import { findObstacle, heldBy, toldOf } from '../db/held.ts';
import type { Delivery } from '../delivery/claim.ts';
import { type Delivered, Held, NotYet, POINTLESS } from '../delivery/outcome.ts';
import { adminsToTell } from '../slack/admins.ts';
import { alertsChannel } from '../slack/alerts-channel.ts';
import { obstacleOf } from '../slack/errors.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { absentFrom } from '../slack/members.ts';
import { postOnce, postOrEdit } from '../slack/post.ts';
import type { Owed } from '../words/decision.ts';
import type { PersonId } from '../words/people.ts';
import { after } from '../words/time.ts';
import { namedFor } from './deliver-named.ts';
import { absentOwnersMessage, mendedMessage, obstacleMessage } from './view.ts';

/** Of what waits so many are looked at for whom it concerns, and so many are named. */
const LOOK_AT = 50;
const NAMED = 3;
const MOST_TOLD = 15;
/** What waits may grow by the second; people need not see that at once. Milliseconds. */
const REDRAWN_EVERY = 60_000;

/**
 * Decides who is told, each once: the alerts channel, unless it is the obstacle; who has to do with what waits; and where
 * only an administrator can mend it, they. It is asked again for whatever comes upon the same thing later. Once it is
 * mended, those who were told hear that.
 */
export async function deliverObstacle(firebreak: Firebreak, delivery: Delivery<'obstacle'>): Promise<Delivered> {
  const { obstacle: key, since } = delivery.owed;
  const stands = await findObstacle(firebreak.db, key, since);
  if (!stands) return { ...POINTLESS, owes: await toldOf(firebreak.db, key, since) };
  // While Slack does not know us nobody can be told; the log, /readyz and /metrics say so.
  if (key === 'token') return POINTLESS;
  const { held } = await heldBy(firebreak.db, key, LOOK_AT);
  const concerned = (await Promise.all(held.map((owed) => concernedBy(firebreak, owed)))).flat();
  const known = delivery.receipt?.admins;
  const mending = known === undefined ? await admins(firebreak, key) : known.split(',').filter(Boolean);
  const people = [...new Set([...mending, ...concerned])].slice(0, MOST_TOLD);
  const isInTheWay = key === 'alerts-channel' || key === `channel:${firebreak.alertsChannel}`;
  const places = [...(isInTheWay ? [] : [null]), ...people.filter((one) => key !== `person:${one}`)];
  const owes = places.map((to) => ({ kind: 'obstacle_message' as const, obstacle: key, since, to }));
  return { ...POINTLESS, receipt: { admins: mending.join(',') }, owes };
}

/** One message, redrawn when it is mended. What nobody was told of before it was mended is told to nobody. */
export async function deliverObstacleMessage(
  firebreak: Firebreak,
  delivery: Delivery<'obstacle_message'>,
): Promise<Delivered> {
  const { obstacle: key, since, to } = delivery.owed;
  const { db, api, now } = firebreak;
  const stands = await findObstacle(db, key, since);
  if (!stands && !delivery.receipt) return POINTLESS;
  const again = delivery.receipt?.drawnAt ? after(new Date(delivery.receipt.drawnAt), REDRAWN_EVERY) : null;
  if (stands && again && again > now()) throw new NotYet(again, 'self');
  const { held, all } = await heldBy(db, key, NAMED);
  const names = await Promise.all(held.map((owed) => namedFor(firebreak, owed, to)));
  const view = stands
    ? obstacleMessage(stands, new Date(since), { names, all })
    : mendedMessage(key, new Date(since), now());
  const drawn = await postOrEdit(api, delivery, to ?? alertsChannel(firebreak), view);
  return { ...drawn, receipt: { ...drawn.receipt, drawnAt: now().toISOString() } };
}

/** A channel was archived, or we were taken out of it: better said now than at the next alert. */
export async function deliverChannelCheck(
  firebreak: Firebreak,
  { owed: { channel } }: Delivery<'channel_check'>,
): Promise<Delivered | undefined> {
  const { api, db, alertsChannel: alerts } = firebreak;
  const incident = channel === alerts ? null : await incidentOfRoom(db, channel);
  if (channel !== alerts && incident?.status !== 'open') return POINTLESS;
  const answer = await api.call('conversations.info', { channel });
  const { is_archived, is_member } = answer.channel as { is_archived?: boolean; is_member?: boolean };
  const code = is_archived ? 'is_archived' : is_member === false ? 'not_in_channel' : null;
  const obstacle = code && obstacleOf({ method: 'conversations.info', code, data: {} }, { channel }, true);
  if (obstacle) throw new Held(obstacle, true);
  return channel === alerts ? { owes: await absentOwners(firebreak, channel) } : undefined;
}

/** No mention there rings them. They are told by DM instead; that they are missing is for an administrator to know. */
async function absentOwners(firebreak: Firebreak, channel: string): Promise<Owed[]> {
  const { severities } = firebreak.db.house.policyOf(null);
  const first = Object.values(severities).flatMap(({ owners }) => owners[0] ?? []);
  const owners = (await absentFrom(firebreak, channel, [...new Set(first)])).sort();
  if (owners.length === 0) return [];
  firebreak.log.info(
    { owners },
    'these owners are no members of the alerts channel: a mention there rings none of them',
  );
  return (await mendersOf(firebreak)).map((to) => ({ kind: 'absent_owners', owners, to }));
}

export async function deliverAbsentOwners(
  firebreak: Firebreak,
  delivery: Delivery<'absent_owners'>,
): Promise<Delivered> {
  const { owners, to } = delivery.owed;
  const view = absentOwnersMessage(owners, alertsChannel(firebreak));
  return { receipt: await postOnce(firebreak.api, delivery, to, view) };
}

/** Only an administrator can mend it: they are told. What they cannot be told because of the same thing waits as well. */
async function admins(firebreak: Firebreak, key: string): Promise<readonly PersonId[]> {
  const isTheirs =
    key === 'alerts-channel' || key === `channel:${firebreak.alertsChannel}` || /^(scope|right|messages)/.test(key);
  return isTheirs ? mendersOf(firebreak) : [];
}

async function mendersOf(firebreak: Firebreak): Promise<readonly PersonId[]> {
  return adminsToTell(firebreak).catch((error: unknown) => {
    firebreak.log.warn({ err: error }, 'the administrators of the workspace could not be found');
    return [];
  });
}

/** Whom it concerns that this waits: who owns it, who leads, who wrote it. */
async function concernedBy(firebreak: Firebreak, owed: Owed): Promise<PersonId[]> {
  const { db } = firebreak;
  if ('incidentId' in owed) {
    const incident = await findIncident(db, owed.incidentId);
    const author = owed.kind === 'room_post' && 'by' in owed.post ? [owed.post.by] : [];
    const asked = owed.kind === 'silence_ask' && incident?.silence ? [incident.silence.askedBy] : [];
    return incident ? [incident.roles.lead ?? incident.openedBy, ...author, ...asked] : [];
  }
  if ('alertId' in owed) {
    const alert = await findAlert(db, owed.alertId);
    return alert ? whomToTell(alert, firebreak.db.house.policyOf(alert)) : [];
  }
  if (owed.kind === 'channel_check') {
    const incident = await incidentOfRoom(db, owed.channel);
    return incident ? [incident.roles.lead ?? incident.openedBy] : [];
  }
  return [];
}
