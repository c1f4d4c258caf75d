/** The steps of an incident's room. Each is tried again on its own. */

import { z } from 'zod';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, Held, NotYet, POINTLESS } from '../../delivery/outcome.ts';
import type { SlackApi } from '../../slack/api.ts';
import { SlackRefusal } from '../../slack/errors.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import type { Owed } from '../../words/decision.ts';
import { changeIncident, findIncident } from '../incident/store.ts';
import type { Incident } from '../incident/words.ts';
import { pagesOfIncident } from '../page/store.ts';
import { recordRoom, roomName, roomPrefix } from './rule.ts';

/** More strangers' channels of the same name than this will not be met. */
const MOST_SUFFIXES = 20;
const CLOCK_SKEW = 120;
/** Slack is asked at least this often who we are. Milliseconds. */
const ASKED_AGAIN = 15_000;
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

/** Create the channel and record it; what waited for it is owed by that record. */
export async function deliverRoom(firebreak: Firebreak, delivery: Delivery<'room'>): Promise<Delivered> {
  const { db, now } = firebreak;
  const incident = await findIncident(db, delivery.owed.incidentId);
  // Nobody needs a channel for what was closed meanwhile.
  if (!incident || (incident.status === 'closed' && !incident.roomId)) return POINTLESS;
  if (!incident.roomId) {
    const earlier = delivery.attempt > 1 ? await findOurs(firebreak, incident) : null;
    const room = earlier ?? (await create(firebreak, incident));
    await changeIncident(db, incident.id, now(), (current) => recordRoom(current, room, now()));
  }
  return { owes: await pagesToSend(firebreak, incident.id) };
}

/** Each name costs a call of few a minute: one found taken is remembered, or the last of them would never be tried. */
const takenNames = new WeakMap<SlackApi, Set<string>>();

async function create({ api }: Firebreak, incident: Incident): Promise<Room> {
  const taken = takenNames.get(api) ?? new Set<string>();
  takenNames.set(api, taken);
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
  const prefix = roomPrefix(incident.id);
  taken.clear();
  throw new Held(
    {
      key: `room-name:${prefix}`,
      why: `All channel names that begin with ${prefix} are taken. Rename one of those channels.`,
    },
    true,
  );
}

/** An earlier attempt may have made the channel without our hearing of it: ours is one we created since. */
async function findOurs({ api, botUserId, now }: Firebreak, incident: Incident): Promise<Room | null> {
  const us = botUserId();
  // Without that nobody can tell ours from others', and making it once more would make it twice.
  if (us === null) throw new NotYet(new Date(now().getTime() + ASKED_AGAIN), 'self');
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
      (one) => one.name.startsWith(roomPrefix(incident.id)) && one.creator === us && (one.created ?? 0) >= since,
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
