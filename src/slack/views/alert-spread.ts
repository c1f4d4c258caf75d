/** What a card says of a story with many mentions. */
import type { KnownBlock } from '@slack/types';
import { audienceOf, type OnNetwork, type Spread, unanswered } from '../../alert/spread.ts';
import { type Alert, type KnownMention, NETWORKS, type Pace } from '../../words.ts';
import { context, counted, link, moment, person, quoted } from './text.ts';

/** More networks than this are named without their figures. */
const MOST_NETWORKS = 3;

/** The hour is named: a card that nothing changes is not drawn again. */
export function paceLine({ lastHour, usual }: Pace, now: Date): string {
  const normal = usual === null ? '' : `, usually ${usual.toLocaleString('en-US', { maximumFractionDigits: 1 })}`;
  return `📈 *${lastHour.toLocaleString('en-US')} in the hour* to ${moment(now)}${normal}`;
}

/** Where people wait for an answer of ours, and who is to see to it. */
export function unansweredLines(alert: Alert, networks: OnNetwork[]): string[] {
  const all = networks.reduce((sum, { mentions }) => sum + mentions, 0);
  const [first, ...others] = unanswered(networks);
  if (!first) return [];
  const owner = alert.accountableOwner ?? alert.claimedBy;
  const whose = owner ? ` ${person(owner)} owns it.` : '';
  const where = `📣 *${shareOf(first, all)}* on *${NETWORKS[first.network]}*, where nobody of us has answered`;
  const line = `${where}; the oldest waits since ${moment(first.oldestAt)}.${whose}`;
  const more = others.map((one, i) => {
    const name = NETWORKS[one.network];
    return i < MOST_NETWORKS ? `${name} (${shareOf(one, all)})` : name;
  });
  return more.length > 0 ? [line, `Nor on ${more.join(', ')}.`] : [line];
}

/** `40 %`; where that would be nothing, the number. */
function shareOf({ mentions }: OnNetwork, all: number): string {
  const share = all > 0 ? Math.round((mentions / all) * 100) : 0;
  return share < 1 ? counted(mentions, 'mention') : `${share} %`;
}

/** The voices that carry furthest, and what else is said. */
export function spreadBlocks({ voices, samples }: Spread): KnownBlock[] {
  const heard = voices.map((one) => `${whoOf(one)} (${audienceOf(one).toLocaleString('en-US')})`);
  return [
    ...(heard.length > 0 ? [context(`🔊 Largest audiences: ${heard.join(' · ')}`)] : []),
    ...samples.map((one) => context(`💬 ${whoOf(one)}: “${quoted(one.text ?? '', 200)}”`)),
  ];
}

function whoOf({ author, network, url }: KnownMention): string {
  const name = quoted(author.name ?? '', 40) || quoted(author.handle ?? '', 40) || 'Somebody';
  return `${name} on ${link(url, NETWORKS[network])}`;
}
