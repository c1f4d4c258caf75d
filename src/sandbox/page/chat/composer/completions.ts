/** What the composer offers while one types: commands and their verbs, people, channels. Pure. */
import type { Channel, Command, Person } from '../../../protocol.ts';

export interface Completion {
  label: string;
  detail: string;
  /** Replaces what stands between `from` and the caret. */
  insert: string;
}

export interface Offer {
  kind: 'command' | 'verb' | 'person' | 'channel';
  from: number;
  items: Completion[];
  /** Whether Enter takes the first item; otherwise it sends, and one must step into the list first. */
  isEager: boolean;
}

export interface Known {
  commands: Command[];
  people: Person[];
  channels: Channel[];
}

const SHOWN = 8;
const GROUPS: Completion[] = [
  { label: '@here', detail: 'everyone active here', insert: '@here ' },
  { label: '@channel', detail: 'everyone in this channel', insert: '@channel ' },
];

/** @param before the text up to the caret */
export function offerFor(before: string, known: Known): Offer | null {
  const offer = commandOffer(before, known.commands) ?? verbOffer(before, known.commands) ?? wordOffer(before, known);
  return offer && offer.items.length > 0 ? { ...offer, items: offer.items.slice(0, SHOWN) } : null;
}

function commandOffer(before: string, commands: Command[]): Offer | null {
  if (!/^\/\S*$/.test(before)) return null;
  const items = commands
    .filter(({ command }) => command.startsWith(before.toLowerCase()))
    .map(({ command, description, usageHint }) => ({
      label: usageHint ? `${command} ${usageHint}` : command,
      detail: description,
      insert: `${command} `,
    }));
  const isWhole = commands.some(({ command }) => command === before);
  return { kind: 'command', from: 0, items, isEager: !isWhole };
}

function verbOffer(before: string, commands: Command[]): Offer | null {
  const match = /^(\/\S+)\s+(\S*)$/.exec(before);
  const command = commands.find((one) => one.command === match?.[1]);
  const typed = match?.[2] ?? '';
  if (!command || typed.startsWith('@') || typed.startsWith('#')) return null;
  const verbs = command.verbs.filter((verb) => verb.startsWith(typed.toLowerCase()) && verb !== typed);
  const items = verbs.map((verb) => ({ label: verb, detail: '', insert: `${verb} ` }));
  return { kind: 'verb', from: before.length - typed.length, items, isEager: false };
}

function wordOffer(before: string, { people, channels }: Known): Offer | null {
  const match = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!match) return null;
  const typed = (match[2] ?? '').toLowerCase();
  const from = before.length - typed.length - 1;
  if (match[1] === '#') {
    const items = channels
      .filter((channel) => channel.kind !== 'dm' && channel.name.includes(typed))
      .map((channel) => ({ label: `#${channel.name}`, detail: channel.topic, insert: `#${channel.name} ` }));
    return { kind: 'channel', from, items, isEager: typed !== '' };
  }
  const found = people
    .filter((person) => !person.isDeactivated && `${person.name} ${person.realName}`.toLowerCase().includes(typed))
    .map((person) => ({ label: person.realName, detail: person.title, insert: `@${person.name} ` }));
  const groups = GROUPS.filter((group) => group.label.startsWith(`@${typed}`));
  return { kind: 'person', from, items: [...found, ...groups], isEager: true };
}
