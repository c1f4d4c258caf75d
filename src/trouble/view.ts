import { button } from '../slack/kit/elements.ts';
import { context, duration, type MessageView, moment, person, section } from '../slack/kit/text.ts';
import type { Obstacle } from '../words/decision.ts';
import type { PersonId } from '../words/people.ts';
import { RETRY } from './words.ts';

/** What waits for it: the names of the first, and how many they are in all. */
export interface Waiting {
  names: string[];
  all: number;
}

/** Says what is in the way, what waits for it, and that nothing is lost. `why` is mrkdwn of ours. */
export function obstacleMessage({ key, why }: Obstacle, since: Date, { names, all }: Waiting): MessageView {
  const more = all > names.length ? `, and ${all - names.length} more` : '';
  const waits = names.length > 0 ? `\nIt keeps back ${names.join(', ')}${more}.` : '';
  const text = `⚠️ ${why}${waits}`;
  const value = JSON.stringify({ obstacle: key });
  return {
    text,
    blocks: [
      section(text),
      context(`Since ${moment(since)}. Nothing is lost: it goes out by itself within 15 seconds once this is mended.`),
      { type: 'actions', elements: [button(RETRY, 'Try again now', { value })] },
    ],
  };
}

export function mendedMessage(key: string, since: Date, now: Date): MessageView {
  const about = key.startsWith('channel:') ? `<#${key.slice('channel:'.length)}>: ` : '';
  const text = `✅ ${about}Mended after ${duration(now.getTime() - since.getTime())}. What waited goes out now.`;
  return { text, blocks: [section(text)] };
}

export function absentOwnersMessage(owners: PersonId[], channel: string): MessageView {
  const who = owners.map(person).join(', ');
  const text = `👥 ${who} own alerts, and are no members of <#${channel}>: what is said there rings none of them. Invite them. Until then Firebreak reminds them by direct message.`;
  return { text, blocks: [section(text)] };
}
