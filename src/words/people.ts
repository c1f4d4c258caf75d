/** A person is their Slack user id, never a name. */
export type PersonId = string;

export const ROLES = {
  lead: 'Lead',
  spokesperson: 'Spokesperson',
  community: 'Community',
  legal: 'Legal',
  tech: 'Tech',
} as const;

export type Role = keyof typeof ROLES;

export type Actor = { kind: 'person'; id: PersonId } | { kind: 'firebreak' } | { kind: 'source'; name: string };

export const FIREBREAK: Actor = { kind: 'firebreak' };
