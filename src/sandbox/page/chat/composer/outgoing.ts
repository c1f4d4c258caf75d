/** Whether what a person typed is a message or a command. The server turns names into references. Pure. */

export type Outgoing =
  | { kind: 'post'; text: string }
  | { kind: 'command'; command: string; text: string }
  | { kind: 'refused'; why: string };

/** Slash commands work in channels, not in threads. */
export function outgoingOf(typed: string, commands: string[], isThread: boolean): Outgoing {
  const match = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(typed);
  if (!match?.[1]) return { kind: 'post', text: typed };
  const command = match[1].toLowerCase();
  if (!commands.includes(command)) {
    const known = commands.length > 0 ? ` There is ${commands.join(', ')}.` : '';
    return { kind: 'refused', why: `${command} is not a command here.${known}` };
  }
  if (isThread) return { kind: 'refused', why: `${command} does not work in threads. Use it in the channel.` };
  return { kind: 'command', command, text: (match[2] ?? '').trim() };
}
