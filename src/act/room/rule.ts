import { normalised } from '../../alert/story/normalised.ts';
import { allow, type Decision, happened } from '../../words/decision.ts';
import { incidentName } from '../../words/incident-name.ts';
import { FIREBREAK, type PersonId } from '../../words/people.ts';
import { redrawOutside } from '../incident/redraw.ts';
import type { Incident } from '../incident/words.ts';

/** Slack's limit is 80; the number comes first so that it survives the cut. */
const NAME_LENGTH = 80;
const SLUG_LENGTH = 40;

/** What a title leaves of itself in a channel name: lowercase letters, digits and single hyphens. */
export function slug(title: string): string {
  const plain = normalised(title, 'NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (plain.length <= SLUG_LENGTH) return plain;
  const cut = plain.slice(0, SLUG_LENGTH + 1);
  return cut.includes('-') ? cut.slice(0, cut.lastIndexOf('-')) : cut.slice(0, SLUG_LENGTH);
}

/**
 * The name of an incident's channel: `inc-0042-late-refunds`. When a stranger's channel has that name, the next
 * `attempt` (1, 2, …) adds a suffix; a stranger's channel is never taken over.
 */
export function roomName(id: number, title: string, attempt = 0): string {
  const suffix = attempt === 0 ? '' : `-${attempt + 1}`;
  const name = `${roomPrefix(id)}${slug(title) || 'incident'}`.slice(0, NAME_LENGTH - suffix.length);
  return name.replace(/-+$/, '') + suffix;
}

/** What the names of all rooms of this incident begin with. */
export function roomPrefix(id: number): string {
  return `${incidentName(id).toLowerCase()}-`;
}

/** Somebody was let in by hand: from now on they may see a private incident, too. */
export function joinRoom(incident: Incident, person: PersonId): Decision<Incident> {
  if (incident.people.includes(person)) return allow(incident);
  return allow<Incident>({ ...incident, people: [...incident.people, person] });
}

/** The channel exists. Everything that waited for it is now owed, each step on its own. */
export function recordRoom(incident: Incident, room: { id: string; name: string }, at: Date): Decision<Incident> {
  if (incident.roomId) return allow(incident);
  const incidentId = incident.id;
  return allow<Incident>(
    { ...incident, roomId: room.id, roomName: room.name },
    {
      events: [happened('room_opened', FIREBREAK, at, { incidentId }, { room: room.id, name: room.name })],
      owed: [
        { kind: 'invite', incidentId, people: incident.people },
        { kind: 'board', incidentId },
        { kind: 'topic', incidentId },
        { kind: 'bookmark', incidentId },
        ...redrawOutside(incident),
      ],
    },
  );
}
