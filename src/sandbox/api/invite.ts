/** conversations.invite: the method with the most ways to fail. */
import { addMember, fresh } from '../changes/channels.ts';
import { refuse } from '../refusal.ts';
import type { StoredChannel } from '../state/things.ts';
import { isMember, type Workspace } from '../state/workspace.ts';
import { slackChannel } from '../wire/channels.ts';
import { flag, texts } from './arguments.ts';
import { type Method, openChannel } from './method.ts';

const MAX_INVITED = 100;

/** With `force` the good ones are invited whatever the others are; without it, one bad id stops everyone. */
const invite: Method = (workspace, args) => {
  const channel = openChannel(workspace, args);
  if (channel.kind === 'dm') throw refuse('method_not_supported_for_channel_type');
  const users = [...new Set(texts(args, 'users'))];
  if (users.length === 0) throw refuse('no_user');
  if (users.length > MAX_INVITED) throw refuse('too_many_users');
  const errors = users.flatMap((user) => {
    const error = whyNot(workspace, channel, user);
    return error ? [{ user, ok: false, error }] : [];
  });
  const [first] = errors;
  const isForced = flag(args, 'force') && users.length > 1;
  if (first && (!isForced || errors.length === users.length)) throw refuse(first.error, { errors });
  const bad = new Set(errors.map((error) => error.user));
  for (const user of users) if (!bad.has(user)) addMember(workspace, channel, user, workspace.app.botUserId);
  return { channel: slackChannel(workspace, fresh(workspace, channel)), ...(first ? { errors } : {}) };
};

function whyNot(workspace: Workspace, channel: StoredChannel, user: string): string | undefined {
  const person = workspace.state.people.get(user);
  if (user === workspace.app.botUserId) return 'cant_invite_self';
  if (!person) return 'user_not_found';
  if (person.isDeactivated) return 'cant_invite';
  if (isMember(channel, user)) return 'already_in_channel';
  return person.isRestricted ? 'user_is_restricted' : undefined;
}

export const inviteMethods: Record<string, Method> = { 'conversations.invite': invite };
