/** A person types a slash command or uses a shortcut. */
import { replyAt } from '../changes/replies.ts';
import { globalShortcut, messageShortcut, slashCommand } from '../delivery/interactions.ts';
import type { Act, ActAnswer } from '../protocol.ts';
import { SlackRefusal } from '../refusal.ts';
import type { StoredPerson } from '../state/things.ts';
import { canSee, findMessage, hasScope, isMember, type Workspace } from '../state/workspace.ts';
import { cannot, done, heardFrom } from './answers.ts';
import { asCommandText } from './typed-text.ts';

/** Commands and shortcuts go with the scope for them. */
function offered<One>(workspace: Workspace, all: One[]): One[] {
  return hasScope(workspace, 'commands') ? all : [];
}

export async function command(
  workspace: Workspace,
  person: StoredPerson,
  act: Extract<Act, { kind: 'command' }>,
): Promise<ActAnswer> {
  const known = offered(workspace, workspace.app.commands).find((one) => one.command === act.command);
  if (!known) return cannot(`${act.command} is not a valid command.`);
  const channel = workspace.state.channels.get(act.channel);
  if (!channel || !canSee(channel, person.id)) return cannot('There is no such channel.');
  if (!isMember(channel, person.id)) return cannot(`Join #${channel.name} first.`);
  const text = asCommandText(workspace, act.text.trim(), known.should_escape);
  const payload = slashCommand(workspace, person, channel, act.command, text);
  const answer = await workspace.deliveries.ask('command', payload);
  if (!answer.ok) {
    if (answer.reason !== 'http_timeout') return heardFrom(workspace, answer);
    return cannot(`${act.command} failed because the app did not respond (operation_timeout).`);
  }
  if (!answer.body) return done;
  try {
    replyAt(workspace, { channel: channel.id, user: person.id, isEphemeral: false }, answer.body);
    return done;
  } catch (error) {
    if (error instanceof SlackRefusal)
      return cannot(`${act.command} failed: Slack refused the answer (${error.error}).`);
    throw error;
  }
}

export async function shortcut(
  workspace: Workspace,
  person: StoredPerson,
  act: Extract<Act, { kind: 'shortcut' }>,
): Promise<ActAnswer> {
  const known = offered(workspace, workspace.app.shortcuts).find((one) => one.callback_id === act.callbackId);
  if (!known) return cannot('There is no such shortcut.');
  if (known.type === 'global') {
    return heardFrom(
      workspace,
      await workspace.deliveries.ask('interaction', globalShortcut(workspace, person, act.callbackId)),
    );
  }
  const channel = workspace.state.channels.get(act.channel ?? '');
  const message = channel && canSee(channel, person.id) ? findMessage(workspace, channel.id, act.ts ?? '') : undefined;
  if (!channel || !message) return cannot('That message is no longer there.');
  const payload = messageShortcut(workspace, person, act.callbackId, channel, message);
  return heardFrom(workspace, await workspace.deliveries.ask('interaction', payload));
}
