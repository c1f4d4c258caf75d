/** Acme Air, an airline that does not exist, and the people who answer for it in public. All invented. */
import type { WorkspaceSeed } from '../seed.ts';

/** Social media lead, Lisbon. */
export const ANA = 'U0ANABRITO';
/** Community manager, Madrid. */
export const MATEO = 'U0MATEOGIL';
/** Head of communications, London. */
export const PRIYA = 'U0PRIYANAIR';
/** Legal counsel, New York. */
export const DANIEL = 'U0DANIELCHO';
/** Chief executive, London. */
export const HELEN = 'U0HELENWARD';
/** Engineer on call, Berlin. */
export const JONAS = 'U0JONASBECK';
/** Customer care lead, Manila. */
export const LEA = 'U0LEASANTOS';
/** Data protection officer, Dublin. */
export const AOIFE = 'U0AOIFEBYRN';
/** Left the company: an account that is deactivated. */
export const TOM = 'U0TOMFORMER';
/** At the agency: a guest, who may not be invited to channels. */
export const NINA = 'U0NINAGUEST';

export const SOCIAL_ALERTS = 'C0SOCIALALERTS';
export const GENERAL = 'C0GENERAL';
export const CUSTOMER_CARE = 'C0CUSTOMERCARE';

const EVERYONE = [ANA, MATEO, PRIYA, DANIEL, HELEN, JONAS, LEA, AOIFE];

function address(name: string): string {
  return `${name}@acme-air.example`;
}

export const ACME: WorkspaceSeed = {
  team: { id: 'T0ACMEAIR', name: 'Acme Air', domain: 'acme-air' },
  people: [
    {
      id: ANA,
      name: 'ana.brito',
      realName: 'Ana Brito',
      title: 'Social Media Lead',
      tz: 'Europe/Lisbon',
      email: address('ana.brito'),
      isOwner: true,
    },
    {
      id: MATEO,
      name: 'mateo.gil',
      realName: 'Mateo Gil',
      title: 'Community Manager',
      tz: 'Europe/Madrid',
      email: address('mateo.gil'),
    },
    {
      id: PRIYA,
      name: 'priya.nair',
      realName: 'Priya Nair',
      title: 'Head of Communications',
      tz: 'Europe/London',
      email: address('priya.nair'),
    },
    {
      id: DANIEL,
      name: 'daniel.cho',
      realName: 'Daniel Cho',
      title: 'Legal Counsel',
      tz: 'America/New_York',
      email: address('daniel.cho'),
    },
    {
      id: HELEN,
      name: 'helen.ward',
      realName: 'Helen Ward',
      title: 'Chief Executive',
      tz: 'Europe/London',
      email: address('helen.ward'),
    },
    {
      id: JONAS,
      name: 'jonas.beck',
      realName: 'Jonas Beck',
      title: 'Engineer on Call',
      tz: 'Europe/Berlin',
      email: address('jonas.beck'),
    },
    {
      id: LEA,
      name: 'lea.santos',
      realName: 'Lea Santos',
      title: 'Customer Care Lead',
      tz: 'Asia/Manila',
      email: address('lea.santos'),
    },
    {
      id: AOIFE,
      name: 'aoife.byrne',
      realName: 'Aoife Byrne',
      title: 'Data Protection Officer',
      tz: 'Europe/Dublin',
      email: address('aoife.byrne'),
    },
    {
      id: TOM,
      name: 'tom.reyes',
      realName: 'Tom Reyes',
      title: 'Former Community Manager',
      tz: 'America/Los_Angeles',
      email: address('tom.reyes'),
      isDeactivated: true,
    },
    {
      id: NINA,
      name: 'nina.hart',
      realName: 'Nina Hart',
      title: 'Agency Partner',
      tz: 'Australia/Sydney',
      email: 'nina.hart@bright-agency.example',
      isRestricted: true,
    },
  ],
  channels: [
    { id: GENERAL, name: 'general', purpose: 'Everyone at Acme Air.', members: [...EVERYONE] },
    {
      id: SOCIAL_ALERTS,
      name: 'social-alerts',
      topic: 'What people say about us',
      purpose: 'Posts that need a human answer.',
      members: [ANA, MATEO, PRIYA, 'app'],
    },
    {
      id: CUSTOMER_CARE,
      name: 'customer-care',
      topic: 'Cases, refunds, baggage',
      purpose: 'Where the care team works.',
      members: [LEA, MATEO, ANA],
    },
  ],
  usergroups: [{ id: 'S0COMMSONCALL', handle: 'comms-on-call', name: 'Comms on call', users: [PRIYA, ANA] }],
};
