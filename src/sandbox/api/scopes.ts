/** Which scope a call needs: https://docs.slack.dev/reference/scopes. For channels it depends on their kind. */
import { isGroupDm } from '../delivery/events.ts';
import type { StoredChannel } from '../state/things.ts';
import { findChannel, hasScope, type Workspace } from '../state/workspace.ts';
import { type Args, flag, text, texts } from './arguments.ts';

type Kind = 'public' | 'private' | 'im' | 'mpim';
/** Any one of the scopes will do. */
type Scopes = string[];
type Family = Record<Kind, Scopes>;

function family(public_: Scopes, private_: Scopes, verb: string): Family {
  return { public: public_, private: private_, im: [`im:${verb}`], mpim: [`mpim:${verb}`] };
}

const READ = family(['channels:read'], ['groups:read'], 'read');
const HISTORY = family(['channels:history'], ['groups:history'], 'history');
const MANAGE = family(['channels:manage'], ['groups:write'], 'write');
const INVITE = family(['channels:manage', 'channels:write.invites'], ['groups:write', 'groups:write.invites'], 'write');
const TOPIC = family(['channels:manage', 'channels:write.topic'], ['groups:write', 'groups:write.topic'], 'write');

const BY_KIND: Record<string, Family> = {
  'conversations.info': READ,
  'conversations.members': READ,
  'conversations.history': HISTORY,
  'conversations.replies': HISTORY,
  'conversations.invite': INVITE,
  'conversations.setTopic': TOPIC,
  'conversations.setPurpose': TOPIC,
  'conversations.rename': MANAGE,
  'conversations.archive': MANAGE,
  'conversations.unarchive': MANAGE,
  'conversations.kick': MANAGE,
  'conversations.leave': MANAGE,
};

const FIXED: Record<string, Scopes> = {
  'conversations.join': ['channels:join'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'pins.add': ['pins:write'],
  'pins.remove': ['pins:write'],
  'pins.list': ['pins:read'],
  'bookmarks.add': ['bookmarks:write'],
  'bookmarks.edit': ['bookmarks:write'],
  'bookmarks.remove': ['bookmarks:write'],
  'bookmarks.list': ['bookmarks:read'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.info': ['files:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'users.getPresence': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'bots.info': ['users:read'],
  'team.info': ['team:read'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'dnd.info': ['dnd:read'],
};

/** The scopes a call lacks, in Slack's notation; undefined when it lacks none. */
export function missingScope(workspace: Workspace, method: string, args: Args): string | undefined {
  const lacking = neededScopes(workspace, method, args).find(
    (anyOf) => !anyOf.some((scope) => hasScope(workspace, scope)),
  );
  return lacking?.join(',');
}

/** All of the lists must be satisfied. */
function neededScopes(workspace: Workspace, method: string, args: Args): Scopes[] {
  const fixed = FIXED[method];
  if (fixed) return [fixed];
  if (method === 'conversations.create') return [flag(args, 'is_private') ? MANAGE.private : MANAGE.public];
  if (method === 'conversations.open') return [openKind(workspace, args) === 'im' ? ['im:write'] : ['mpim:write']];
  if (method === 'conversations.list' || method === 'users.conversations')
    return listedKinds(args).map((kind) => READ[kind]);
  const byKind = BY_KIND[method];
  if (!byKind) return [];
  const channel = findChannel(workspace, text(args, 'channel') ?? '');
  // Nobody learns from a missing scope what kind of channel an unknown id would be.
  return [channel ? byKind[kindOf(channel)] : Object.values(byKind).flat()];
}

function openKind(workspace: Workspace, args: Args): Kind {
  const channel = findChannel(workspace, text(args, 'channel') ?? '');
  if (channel) return kindOf(channel);
  return texts(args, 'users').length > 1 ? 'mpim' : 'im';
}

function listedKinds(args: Args): Kind[] {
  const types = texts(args, 'types');
  const named = types.length > 0 ? types : ['public_channel'];
  return named.map((type) => type.replace('_channel', '')).filter((type): type is Kind => type in READ);
}

function kindOf(channel: StoredChannel): Kind {
  if (channel.kind === 'dm') return 'im';
  return channel.kind === 'private' && isGroupDm(channel) ? 'mpim' : channel.kind;
}
