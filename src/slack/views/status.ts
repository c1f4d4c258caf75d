import type { KnownBlock } from '@slack/types';
import { nextStep } from '../../act/next-step.ts';
import { tell } from '../../learn/timeline.ts';
import { type Incident, incidentName, type TimelineEvent } from '../../words.ts';
import { resolutionLine, statusWord } from './board.ts';
import { clockLine } from './clock-line.ts';
import { context, type MessageView, moment, person, quoted, section } from './text.ts';

/** One incident, for `/incident status` in its room. */
export function incidentStatus(incident: Incident, latest: TimelineEvent[], now: Date): MessageView {
  const title = `*${incidentName(incident.id)} · ${incident.severity}* · ${statusWord(incident)}`;
  const lead = incident.roles.lead ? person(incident.roles.lead) : 'nobody yet';
  const lines = [
    `${title}\n*${quoted(incident.title)}*`,
    `Lead: ${lead}`,
    clockLine(incident, now),
    resolutionLine(incident),
    `*Next step:* ${nextStep(incident)}`,
  ];
  const happened = latest.map((event) => `${moment(event.at)} · ${tell(event)}`);
  return {
    text: `${incidentName(incident.id)}: ${statusWord(incident)}`,
    blocks: [section(lines.join('\n')), ...(happened.length > 0 ? [context(happened.join('\n'))] : [])],
  };
}

/** Several incidents in a line or two each, for `status` outside a room and for `list`. At most 20 are shown. */
export function incidentList(incidents: Incident[], now: Date, whenNone: string): MessageView {
  if (incidents.length === 0) return { text: whenNone, blocks: [section(whenNone)] };
  const shown = incidents.slice(0, 20);
  const blocks: KnownBlock[] = shown.map((incident) => section(listed(incident, now)));
  const hidden = incidents.length - shown.length;
  if (hidden > 0) blocks.push(context(`${hidden} more are not shown.`));
  return { text: shown.map((one) => `${incidentName(one.id)} ${quoted(one.title, 60)}`).join(', '), blocks };
}

export function listed(incident: Incident, now: Date): string {
  const room = incident.roomId ? ` · <#${incident.roomId}>` : '';
  const lock = incident.isPrivate ? '🔒 ' : '';
  return `${lock}*${incidentName(incident.id)} · ${incident.severity}* · ${statusWord(incident)}${room}\n${quoted(incident.title)}\n${clockLine(incident, now)}`;
}
