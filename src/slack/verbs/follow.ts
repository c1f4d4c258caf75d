import { follow, unfollow } from '../follow.ts';
import type { PlainVerb } from './verb.ts';

export const subscribe: PlainVerb = {
  usage: 'subscribe',
  does: 'be told without joining: this incident; outside a room, every SEV1 and SEV2',
  on: 'anywhere',
  run: async ({ firebreak, by }, incident) => ({ say: await follow(firebreak, by, incident?.id ?? null) }),
};

export const unsubscribe: PlainVerb = {
  usage: 'unsubscribe',
  does: 'stop being told: this incident; outside a room, everything',
  on: 'anywhere',
  run: async ({ firebreak, by }, incident) => ({ say: await unfollow(firebreak, by, incident?.id ?? null) }),
};
