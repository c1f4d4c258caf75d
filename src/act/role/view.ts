import type { ActionsBlock } from '@slack/types';
import { button } from '../../slack/kit/elements.ts';
import { duration, type MessageView, person, section } from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import { ROLES, type Role } from '../../words/people.ts';
import type { Incident } from '../incident/words.ts';
import type { PostView } from '../room/view-post.ts';
import { TAKE_LEAD, TAKE_ROLE } from './words.ts';

const ALL = Object.keys(ROLES) as Role[];

export function roles(incident: Incident): string {
  return ALL.map((role) => `*${ROLES[role]}*: ${holder(incident, role)}`).join('   ');
}

export function holder(incident: Incident, role: Role): string {
  const who = incident.roles[role];
  return who ? person(who) : '_nobody_';
}

/** A button for each role that nobody has. No row when there is none. */
export function roleRow(incident: Incident): ActionsBlock[] {
  const free = ALL.filter((role) => !incident.roles[role]);
  if (free.length === 0) return [];
  const elements = free.map((role) =>
    button(`${TAKE_ROLE}_${role}`, ROLES[role], {
      value: JSON.stringify({ incidentId: incident.id, version: incident.version, role }),
      label: `Take the role ${ROLES[role]}`,
      ...(role === 'lead' ? { style: 'primary' as const } : {}),
    }),
  );
  return [{ type: 'actions', block_id: `roles_${incident.id}`, elements }];
}

/** One line of the room, edited for as long as it is so, and once more when it is over. */
export function leadLine(incident: Incident, now: Date): MessageView {
  const { lead } = incident.roles;
  const since = duration(now.getTime() - incident.openedAt.getTime());
  const text = lead ? `✅ ${person(lead)} leads.` : `🙋 *Nobody leads ${incidentName(incident.id)}* after ${since}.`;
  if (lead || incident.status !== 'open') return { text, blocks: [section(text)] };
  const value = JSON.stringify({ incidentId: incident.id, version: incident.version, role: 'lead' });
  const take = button(`${TAKE_LEAD}_lead`, 'Take the lead', { value });
  return { text, blocks: [{ ...section(text), accessory: take }] };
}

export const rolePost: PostView<'role'> = ({ role, person: holds, by }) =>
  holds === by
    ? `🙋 ${person(holds)} is *${ROLES[role]}* now.`
    : `🙋 ${person(by)} made ${person(holds)} *${ROLES[role]}*.`;
