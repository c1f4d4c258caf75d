/** reactions.*: the app reacts to messages. */
import { react } from '../changes/reactions.ts';
import { refuse } from '../refusal.ts';
import { slackMessage } from '../wire/messages.ts';
import { type Args, need } from './arguments.ts';
import { type Method, messageArgument, openChannel, visibleChannel } from './method.ts';

const MAX_REACTIONS = 23;

const addReaction: Method = (workspace, args) => {
  const channel = openChannel(workspace, args);
  const message = messageArgument(workspace, channel, args, 'timestamp');
  const name = emojiArgument(args);
  if (message.reactions.length >= MAX_REACTIONS) throw refuse('too_many_reactions');
  if (!react(workspace, channel, message, workspace.app.botUserId, name, true)) throw refuse('already_reacted');
  return {};
};

const removeReaction: Method = (workspace, args) => {
  const channel = openChannel(workspace, args);
  const message = messageArgument(workspace, channel, args, 'timestamp');
  if (!react(workspace, channel, message, workspace.app.botUserId, emojiArgument(args), false))
    throw refuse('no_reaction');
  return {};
};

function emojiArgument(args: Args): string {
  const name = need(args, 'name').replaceAll(':', '');
  if (!/^[\p{L}\p{N}_+'-]+$/u.test(name)) throw refuse('invalid_name');
  return name;
}

const getReactions: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args);
  const message = messageArgument(workspace, channel, args, 'timestamp');
  return { type: 'message', channel: channel.id, message: slackMessage(workspace, message) };
};

export const reactionMethods: Record<string, Method> = {
  'reactions.add': addReaction,
  'reactions.remove': removeReaction,
  'reactions.get': getReactions,
};
