/** The steps of an incident's room. Each is tried again on its own. */
import { z } from 'zod';
import { recordRoom, roomName, roomPrefix } from '../../act/room.ts';
import { changeIncident, findIncident } from '../../db/incidents.ts';
import { pagesOfIncident } from '../../db/pages.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, GiveUp } from '../../delivery/outcome.ts';
import type { Incident, Owed } from '../../words.ts';
import { SlackRefusal } from '../errors.ts';
import type { Firebreak } from '../firebreak.ts';

/** More strangers' channels of the same name than this will not be met. */
const MOST_SUFFIXES = 20;
const CLOCK_SKEW = 120;
const created = z.object({ channel: z.object({ id: z.string(), name: z.string() }) });
const memberships = z.object({
  channels: z.array(
    z.object({ id: z.string(), name: z.string(), creator: z.string().optional(), created: z.number().optional() }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

interface Room {
  id: string;
  name: string;
}

/** Create the channel and record it; what waited for it is owed by that record. `taken` are names known to be. */
export async function deliverRoom(
  firebreak: Firebreak,
  delivery: Delivery<'room'>,
  taken: Set<string>,
): Promise<Delivered> {
  const { db, now } = firebreak;
  const incident = await findIncident(db, delivery.owed.incidentId);
  if (!incident) throw new GiveUp('The incident is gone.');
  if (!incident.roomId) {
    const earlier = delivery.attempt > 1 ? await findOurs(firebreak, incident) : null;
    const room = earlier ?? (await create(firebreak, incident, taken));
    await changeIncident(db, incident.id, now(), (current) => recordRoom(current, room, now()));
  }
  return { owes: await pagesToSend(firebreak, incident.id) };
}

/** Each name costs a call of few a minute: one found taken is remembered, or the last of them would never be tried. */
async function create({ api }: Firebreak, incident: Incident, taken: Set<string>): Promise<Room> {
  for (let attempt = 0; attempt <= MOST_SUFFIXES; attempt++) {
    const name = roomName(incident.id, incident.title, attempt);
    if (taken.has(name)) continue;
    try {
      const answer = await api.call('conversations.create', { name, is_private: incident.isPrivate }, ['name_taken']);
      return created.parse(answer).channel;
    } catch (error) {
      if (!(error instanceof SlackRefusal && error.code === 'name_taken')) throw error;
      taken.add(name);
    }
  }
  // Not the whole name: of a private incident it would tell the title.
  throw new GiveUp(`All its channel names (${roomPrefix(incident.id)}…) are taken. Rename one of those channels.`);
}

/** An earlier attempt may have made the channel without our hearing of it: ours is one we created since. */
async function findOurs({ api, botUserId }: Firebreak, incident: Incident): Promise<Room | null> {
  const since = incident.openedAt.getTime() / 1_000 - CLOCK_SKEW;
  let cursor: string | undefined;
  do {
    const answer = await api.call('users.conversations', {
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    const { channels, response_metadata } = memberships.parse(answer);
    const ours = channels.find(
      (one) => one.name.startsWith(roomPrefix(incident.id)) && one.creator === botUserId && (one.created ?? 0) >= since,
    );
    if (ours) return ours;
    cursor = response_metadata?.next_cursor;
  } while (cursor);
  return null;
}

/** Pages held back for the room go out now, pointing to it. */
async function pagesToSend({ db, now }: Firebreak, incidentId: number): Promise<Owed[]> {
  const pages = await pagesOfIncident(db, incidentId);
  return pages.flatMap((page) =>
    page.asks.map(({ person, round }) => ({
      kind: 'page_ask' as const,
      pageId: page.id,
      person,
      round,
      notBefore: now(),
    })),
  );
}
