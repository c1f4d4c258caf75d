import type { Capability } from '../../capability.ts';
import { ROLES, type Role } from '../../words/people.ts';
import { deliverNobodyLeads } from './deliver.ts';
import { listenForRoles, role as roleVerb } from './slack.ts';
import { rolePost } from './view.ts';

/** Who leads, speaks, answers, advises and repairs. */
export const role = {
  events: {
    role_taken: (_, { person, role: taken }) => `<@${person}> is ${ROLES[taken as Role] ?? taken}`,
  },
  owes: {
    nobody_leads: {
      named: 'who leads',
      does: 'ask who leads',
      route: ({ incidentId }) => ({
        lane: 'room',
        key: `nobody_leads:${incidentId}`,
        place: `room:${incidentId}`,
        isRedrawn: true,
      }),
      deliver: deliverNobodyLeads,
    },
  },
  posts: { role: rolePost },
  verbs: { role: roleVerb },
  listen: listenForRoles,
} satisfies Capability;
