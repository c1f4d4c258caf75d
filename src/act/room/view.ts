import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { clockLine } from '../../alert/response/view.ts';
import { option } from '../../slack/kit/elements.ts';
import {
  context,
  counted,
  type MessageView,
  moment,
  person,
  plain,
  quoted,
  section,
  spoken,
} from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import { AFFECTED, CAUSES, NETWORKS } from '../../words/judgement.ts';
import type { Page } from '../../words/page.ts';
import { nextStep } from '../incident/next-step.ts';
import { resolutionLine, statusWord } from '../incident/view.ts';
import { INCIDENT_MENU, type Incident } from '../incident/words.ts';
import { overButtons } from '../resolve/view.ts';
import { holder, roleRow, roles } from '../role/view.ts';

/** What a capability puts on the board of an open incident. */
export interface BoardPart {
  /** What is promised, or stands open. Shown on every board. */
  lines?: (incident: Incident) => string[];
  button?: (incident: Incident) => Button;
  /** A choice of the board's menu; null while it cannot be made. */
  choice?: (incident: Incident) => { what: string; text: string } | null;
}

export interface Board {
  incident: Incident;
  pages: Page[];
  parts: readonly BoardPart[];
  now: Date;
}

/** The pinned message of a room: where everything stands. Edited in place. */
export function board({ incident, pages, parts, now }: Board): MessageView {
  const name = incidentName(incident.id);
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(`${name} · ${incident.title}`, 150) },
    {
      type: 'section',
      fields: [
        ['Severity', incident.severity],
        ['Status', statusWord(incident)],
        ['Lead', holder(incident, 'lead')],
        ['Cause', CAUSES[incident.cause]],
        ['Affected', incident.affected.map((one) => AFFECTED[one]).join(', ') || 'not assessed'],
        ['Networks', incident.networks.map((one) => NETWORKS[one]).join(', ') || 'not known'],
      ].map(([label, value]) => ({ type: 'mrkdwn', text: `*${label}*\n${value}`, verbatim: true })),
    },
    section(
      [
        clockLine(incident, now),
        resolutionLine(incident),
        ...parts.flatMap(({ lines }) => lines?.(incident) ?? []),
      ].join('\n'),
    ),
    section(`*Next step:* ${nextStep(incident)}`),
    section(pages.length > 0 ? pageLines(pages).join('\n') : '📟 Nobody was paged: no owners are named.'),
    ...(incident.lastUpdate ? [section(`📣 ${spoken(incident.lastUpdate.text, 300)}`)] : []),
    context(roles(incident)),
    ...(incident.status === 'open' ? buttons(incident, parts) : [overButtons(incident)]),
  ];
  return { text: `${name}, ${incident.severity}, ${statusWord(incident)}: ${quoted(incident.title)}`, blocks };
}

const PAGES = 3;

/** Those that still ask come before all that is over, the latest of either last. */
function pageLines(pages: Page[]): string[] {
  const isAsking = ({ status }: Page) => status === 'asking';
  const shown = [...pages.filter((one) => !isAsking(one)), ...pages.filter(isAsking)].slice(-PAGES);
  const hidden = pages.length - shown.length;
  return [...(hidden > 0 ? [`_${counted(hidden, 'earlier page')}_`] : []), ...shown.map(pageLine)];
}

function pageLine(page: Page): string {
  const asked = [...new Set(page.asks.filter((one) => one.round === page.round).map((one) => person(one.person)))];
  const why = spoken(page.why);
  switch (page.status) {
    case 'acknowledged':
      return `📟 ${person(page.answeredBy ?? '')} has the page (${why})`;
    case 'unanswered':
      return `📵 Nobody answered the page (${why})`;
    case 'stopped':
      return `📟 The page (${why}) was stopped`;
    case 'asking':
      return `📟 Asking ${asked.join(', ')} (${why}), round ${page.round}, until ${moment(page.answerDueAt)}`;
  }
}

function buttons(incident: Incident, parts: readonly BoardPart[]): ActionsBlock[] {
  const choices = parts.flatMap(({ choice }) => choice?.(incident) ?? []);
  const menu = choices.map(({ what, text }) => option(JSON.stringify({ incidentId: incident.id, what }), text));
  const mainRow: ActionsBlock = {
    type: 'actions',
    block_id: `main_${incident.id}`,
    elements: [
      ...parts.flatMap(({ button }) => button?.(incident) ?? []),
      { type: 'overflow', action_id: INCIDENT_MENU, options: menu },
    ],
  };
  return [...roleRow(incident), mainRow];
}
