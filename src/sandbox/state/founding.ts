/** Puts a seed into a workspace: everything that is not there yet, so that a journal always wins over the seed. */
import type { SeedPerson, WorkspaceSeed } from '../seed.ts';
import { newId, newSecret } from './ids.ts';
import type { Mutation, State } from './state.ts';
import type { Secrets, StoredChannel, StoredPerson } from './things.ts';

export interface Founding {
  seed: WorkspaceSeed;
  bot: { userId: string; name: string };
  /** Seconds since 1970. */
  at: number;
}

/** Tokens in Slack's forms, made once and then kept in the journal. */
export function makeSecrets(): Secrets {
  const digits = () => String(Math.floor(1e12 + Math.random() * 9e12));
  return {
    botToken: `xoxb-${digits()}-${digits()}-${newSecret(12)}`,
    appToken: `xapp-1-${newId('A')}-${digits()}-${newSecret(32)}`,
    signingSecret: newSecret(16),
    verificationToken: newSecret(12),
  };
}

/** The mutations that are still missing. */
export function foundingMutations(state: State, { seed, bot, at }: Founding): Mutation[] {
  const people = [...seed.people.map(seedPerson), botPerson(bot)].filter(({ id }) => !state.people.has(id));
  const names = new Set([...state.channels.values()].map((channel) => channel.name));
  const deletedNames = new Set(state.deletedChannels.values());
  const wasDeleted = (id: string | undefined, name: string) =>
    id ? state.deletedChannels.has(id) : deletedNames.has(name);
  const owner = seed.people[0]?.id ?? bot.userId;
  const channels = seed.channels
    .filter(({ id, name }) => !names.has(name) && !(id && state.channels.has(id)) && !wasDeleted(id, name))
    .map(
      ({ id, name, isPrivate, topic, purpose, members }): StoredChannel => ({
        id: id ?? newId(isPrivate ? 'G' : 'C'),
        name,
        kind: isPrivate ? 'private' : 'public',
        isArchived: false,
        topic: topic ?? '',
        purpose: purpose ?? '',
        members: members.map((member) => (member === 'app' ? bot.userId : member)),
        bookmarks: [],
        pins: [],
        creator: owner,
        created: at,
      }),
    );
  return [
    ...people.map((person) => ({ type: 'person' as const, person })),
    ...channels.map((channel) => ({ type: 'channel' as const, channel })),
  ];
}

function seedPerson(person: SeedPerson): StoredPerson {
  const { isDeactivated = false, isRestricted = false, isOwner = false, isAdmin = false, ...rest } = person;
  return { ...rest, isDeactivated, isRestricted, isOwner, isAdmin, isBot: false };
}

function botPerson({ userId, name }: Founding['bot']): StoredPerson {
  return {
    id: userId,
    name: name.toLowerCase().replace(/[^a-z0-9._-]+/g, ''),
    realName: name,
    title: 'App',
    tz: 'Etc/UTC',
    email: '',
    isBot: true,
    isDeactivated: false,
    isRestricted: false,
    isOwner: false,
  };
}
