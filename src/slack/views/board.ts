import type { ActionsBlock, KnownBlock } from '@slack/types';
import { nextStep } from '../../act/next-step.ts';
import { AFFECTED, CAUSES, type Incident, incidentName, NETWORKS, type Page, ROLES, type Role } from '../../words.ts';
import { ACTION, incidentValue, MORE_INCIDENT } from './actions.ts';
import { clockLine } from './clock-line.ts';
import { button, confirm, option } from './elements.ts';
import { context, duration, type MessageView, moment, person, plain, quoted, section, spoken } from './text.ts';

export interface Board {
  incident: Incident;
  pages: Page[];
  now: Date;
}

/** The pinned message of a room: where everything stands. Edited in place. */
export function board({ incident, pages, now }: Board): MessageView {
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
    section([clockLine(incident, now), resolutionLine(incident), ...promises(incident)].join('\n')),
    section(`*Next step:* ${nextStep(incident)}`),
    section(pages.length > 0 ? pages.slice(-3).map(pageLine).join('\n') : '📟 Nobody was paged: no owners are named.'),
    ...(incident.lastUpdate ? [section(`📣 ${spoken(incident.lastUpdate.text, 300)}`)] : []),
    context(roles(incident)),
    ...(incident.status === 'open' ? buttons(incident) : [overButtons(incident)]),
  ];
  return { text: `${name}, ${incident.severity}, ${statusWord(incident)}: ${quoted(incident.title)}`, blocks };
}

/** What the state of an incident is called. Answered in public is not resolved. */
export function statusWord(incident: Incident): string {
  if (incident.status !== 'open') return incident.status === 'resolved' ? '🟢 Resolved' : '⚫ Closed';
  return incident.respondedAt ? '🟠 Responded, not resolved' : '🔴 Open, not answered in public';
}

/** The resolution clock: reported, without a deadline. */
export function resolutionLine(incident: Incident): string {
  if (incident.resolvedAt) {
    return `🟢 *Resolved* after ${duration(incident.resolvedAt.getTime() - incident.openedAt.getTime())}`;
  }
  return `🕰️ *Not resolved*, open since ${moment(incident.openedAt)}`;
}

function promises(incident: Incident): string[] {
  return [
    ...(incident.nextUpdateDueAt ? [`📣 Next update due ${moment(incident.nextUpdateDueAt)}`] : []),
    ...(incident.lastHeartbeat
      ? [`🔧 Tech at ${moment(incident.lastHeartbeat.at)}: ${spoken(incident.lastHeartbeat.text, 200)}`]
      : []),
  ];
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

function roles(incident: Incident): string {
  return (Object.keys(ROLES) as Role[]).map((role) => `*${ROLES[role]}*: ${holder(incident, role)}`).join('   ');
}

function holder(incident: Incident, role: Role): string {
  const who = incident.roles[role];
  return who ? person(who) : '_nobody_';
}

/** What can still be done with a resolved or closed one. */
function overButtons(incident: Incident): ActionsBlock {
  const value = incidentValue(incident);
  const reopen = button(ACTION.reopen, 'Open again…', { value });
  const close = button(ACTION.close, 'Close', {
    value,
    confirm: confirm(
      'Close this incident?',
      'Its books are shut: nothing changes any more, except by opening it again.',
      'Close',
    ),
  });
  const elements = incident.status === 'resolved' ? [close, reopen] : [reopen];
  return { type: 'actions', block_id: `over_${incident.id}`, elements };
}

function buttons(incident: Incident): ActionsBlock[] {
  const value = incidentValue(incident);
  const more = (what: 'silence' | 'subscribe') =>
    option(JSON.stringify({ incidentId: incident.id, what }), MORE_INCIDENT[what]);
  const free = (Object.keys(ROLES) as Role[]).filter((role) => !incident.roles[role]);
  const roleRow: ActionsBlock = {
    type: 'actions',
    block_id: `roles_${incident.id}`,
    elements: free.map((role) =>
      button(`${ACTION.takeRole}_${role}`, ROLES[role], {
        value: JSON.stringify({ incidentId: incident.id, version: incident.version, role }),
        label: `Take the role ${ROLES[role]}`,
        ...(role === 'lead' ? { style: 'primary' as const } : {}),
      }),
    ),
  };
  const mainRow: ActionsBlock = {
    type: 'actions',
    block_id: `main_${incident.id}`,
    elements: [
      button(ACTION.reply, 'Log our reply…', {
        value,
        ...(incident.respondedAt ? {} : { style: 'primary' as const }),
      }),
      button(ACTION.update, 'Post update…', { value }),
      button(ACTION.changeSeverity, 'Severity…', { value }),
      button(ACTION.resolve, 'Resolve', {
        value,
        confirm: confirm('Resolve this incident?', 'The cause is gone and the talk has calmed.', 'Resolve'),
      }),
      {
        type: 'overflow',
        action_id: ACTION.moreIncident,
        options: incident.respondedAt ? [more('subscribe')] : [more('silence'), more('subscribe')],
      },
    ],
  };
  return free.length > 0 ? [roleRow, mainRow] : [mainRow];
}
