/** What is said of a story with many mentions: in a line or two on its card, in full beside all of them. */
import type { ImageBlock, KnownBlock } from '@slack/types';
import { context, counted, cut, link, moment, person, quoted, section } from '../../slack/kit/text.ts';
import { NETWORKS } from '../../words/judgement.ts';
import type { Alert } from '../card/words.ts';
import type { KnownMention } from '../mention/words.ts';
import { audienceOf, type OnNetwork, type Spread, unanswered } from './rule.ts';
import type { Pace, ShownChart } from './words.ts';

export interface HowItSpreads {
  spread: Spread;
  chart: ShownChart | null;
  now: Date;
}

/** Where people wait for an answer of ours. Of more than `most` networks the first is named, the others are counted. */
export function unansweredLine(networks: OnNetwork[], most: number): string[] {
  const all = networks.reduce((sum, { mentions }) => sum + mentions, 0);
  const waiting = unanswered(networks);
  if (waiting.length === 0) return [];
  const [first] = waiting;
  const named =
    waiting.length > most && first
      ? [NETWORKS[first.network], `${waiting.length - 1} more`]
      : waiting.map((one) => `${NETWORKS[one.network]} ${shareOf(one, all)}`);
  return [`📣 *Unanswered on* ${named.join(' · ')}`];
}

export function paceOf({ lastHour, usual }: Pace): string {
  const normal = usual === null ? '' : `, usually ${usual.toLocaleString('en-US', { maximumFractionDigits: 1 })}`;
  return `📈 ${lastHour.toLocaleString('en-US')} an hour${normal}`;
}

/** `40 %`; where that would be nothing, the number. */
function shareOf({ mentions }: OnNetwork, all: number): string {
  const share = all > 0 ? Math.round((mentions / all) * 100) : 0;
  return share < 1 ? counted(mentions, 'mention') : `${share} %`;
}

/** How fast it is told and where, who waits longest, the voices that carry furthest, and what else is said. */
export function spreadBlocks(alert: Alert, { spread, chart, now }: HowItSpreads): KnownBlock[] {
  const { pace, networks, voices, samples } = spread;
  const heard = voices.map((one) => `${whoOf(one)} (${audienceOf(one).toLocaleString('en-US')})`);
  const [longest] = unanswered(networks).sort((a, b) => a.oldestAt.getTime() - b.oldestAt.getTime());
  const owner = alert.accountableOwner ?? alert.claimedBy;
  const whose = owner ? ` ${person(owner)} owns it.` : '';
  const waits = longest ? [`The oldest waits since ${moment(longest.oldestAt)}.${whose}`] : [];
  return [
    section([`${paceOf(pace)}, at ${moment(now)}`, ...unansweredLine(networks, networks.length), ...waits].join('\n')),
    ...(heard.length > 0 ? [context(`🔊 Largest audiences: ${heard.join(' · ')}`)] : []),
    ...samples.map((one) => context(`💬 ${whoOf(one)}: “${quoted(one.text ?? '', 200)}”`)),
    chart ? picture(chart) : context('📊 Its chart is being drawn. Open this again in a minute.'),
    { type: 'divider' },
  ];
}

function picture({ fileId, inWords }: ShownChart): ImageBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: cut(inWords, 2_000) };
}

function whoOf({ author, network, url }: KnownMention): string {
  const name = quoted(author.name ?? '', 40) || quoted(author.handle ?? '', 40) || 'Somebody';
  return `${name} on ${link(url, NETWORKS[network])}`;
}
