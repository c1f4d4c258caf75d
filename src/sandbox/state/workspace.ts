/** What every part of the workspace is handed: what it knows, how to change it, how to reach the app. */
import type { Deliveries } from '../delivery/deliveries.ts';
import type { ResponseUrls } from '../grants/response-urls.ts';
import type { Triggers } from '../grants/triggers.ts';
import type { AppProfile } from '../manifest.ts';
import type { Role } from '../protocol.ts';
import type { SeedUsergroup } from '../seed.ts';
import { formatTs } from './ids.ts';
import type { Mutation, State } from './state.ts';
import { conversation } from './state.ts';
import type { Secrets, StoredChannel, StoredMessage, StoredPerson } from './things.ts';

export interface Workspace {
  readonly team: { id: string; name: string; domain: string };
  readonly usergroups: SeedUsergroup[];
  readonly app: AppProfile;
  readonly secrets: Secrets;
  readonly state: State;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly deliveries: Deliveries;
  /** Of this server, without a slash at the end. */
  url(): string;
  /** ms since 1970. */
  now(): number;
  /** Changes the state, writes the journal, tells everyone who looks at the page. */
  commit(mutation: Mutation): void;
}

/** The next message timestamp: later than every one before, also across restarts. */
export function nextTs(workspace: Workspace): string {
  return formatTs(Math.max(Math.floor(workspace.now()) * 1000, workspace.state.lastTs + 1));
}

/** Seconds since 1970. */
export function nowSeconds(workspace: Workspace): number {
  return Math.floor(workspace.now() / 1000);
}

/** By id, or by name with or without `#`. Names of direct messages are not looked up. */
export function findChannel(workspace: Workspace, nameOrId: string): StoredChannel | undefined {
  const byId = workspace.state.channels.get(nameOrId);
  if (byId) return byId;
  const name = nameOrId.replace(/^#/, '');
  return [...workspace.state.channels.values()].find((channel) => channel.kind !== 'dm' && channel.name === name);
}

/** The direct message between exactly these people. */
export function findDm(workspace: Workspace, members: string[]): StoredChannel | undefined {
  const wanted = [...members].sort().join();
  return [...workspace.state.channels.values()].find(
    (channel) => channel.kind === 'dm' && [...channel.members].sort().join() === wanted,
  );
}

export function findMessage(workspace: Workspace, channel: string, ts: string): StoredMessage | undefined {
  return conversation(workspace.state, channel).messages.get(ts);
}

export function isMember(channel: StoredChannel, user: string): boolean {
  return channel.members.includes(user);
}

/** Public channels are visible to everyone, the others to their members. */
export function canSee(channel: StoredChannel, user: string): boolean {
  return channel.kind === 'public' || isMember(channel, user);
}

/** The scopes of the manifest, without those that were taken away. */
export function grantedScopes({ app, state }: Workspace): string[] {
  return app.scopes.filter((scope) => !state.settings.withheldScopes.includes(scope));
}

export function hasScope(workspace: Workspace, scope: string): boolean {
  return grantedScopes(workspace).includes(scope);
}

export function roleOf({ isOwner, isAdmin, isRestricted }: StoredPerson): Role {
  if (isOwner) return 'owner';
  if (isAdmin) return 'admin';
  return isRestricted ? 'guest' : 'member';
}

export function mayAdminister(person: StoredPerson): boolean {
  return person.isOwner || person.isAdmin === true;
}

/** A person who can act: not the bot, not deactivated. */
export function activePerson(workspace: Workspace, user: string): StoredPerson | undefined {
  const person = workspace.state.people.get(user);
  return person && !person.isBot && !person.isDeactivated ? person : undefined;
}
