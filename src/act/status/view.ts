import type { KnownBlock } from '@slack/types';
import { clockLine } from '../../alert/response/view.ts';
import { type Sentences, tell } from '../../learn/timeline/rule.ts';
import { context, type MessageView, moment, moreThan, person, quoted, section } from '../../slack/kit/text.ts';
import type { Cut } from '../../words/cut.ts';
import type { TimelineEvent } from '../../words/decision.ts';
import { incidentName } from '../../words/incident-name.ts';
import { nextStep } from '../incident/next-step.ts';
import { resolutionLine, statusWord } from '../incident/view.ts';
import type { Incident } from '../incident/words.ts';

/** One incident, for `/incident status` in its room. */
export function incidentStatus(
  incident: Incident,
  latest: TimelineEvent[],
  sentences: Sentences,
  now: Date,
): MessageView {
  const title = `*${incidentName(incident.id)} · ${incident.severity}* · ${statusWord(incident)}`;
  const lead = incident.roles.lead ? person(incident.roles.lead) : 'nobody yet';
  const lines = [
    `${title}\n*${quoted(incident.title)}*`,
    `Lead: ${lead}`,
    clockLine(incident, now),
    resolutionLine(incident),
    `*Next step:* ${nextStep(incident)}`,
  ];
  const happened = latest.map((event) => `${moment(event.at)} · ${tell(sentences, event)}`);
  return {
    text: `${incidentName(incident.id)}: ${statusWord(incident)}`,
    blocks: [section(lines.join('\n')), ...(happened.length > 0 ? [context(happened.join('\n'))] : [])],
  };
}

/** Several incidents in a line or two each, for `status` outside a room and for `list`. */
export function incidentList({ first, total }: Cut<Incident>, now: Date, whenNone: string): MessageView {
  if (total === 0) return { text: whenNone, blocks: [section(whenNone)] };
  const blocks: KnownBlock[] = first.map((incident) => section(listed(incident, now)));
  const text = first.map((one) => `${incidentName(one.id)} ${quoted(one.title, 60)}`).join(', ');
  return { text, blocks: [...blocks, ...moreThan(first.length, total)] };
}

export function listed(incident: Incident, now: Date): string {
  const room = incident.roomId ? ` · <#${incident.roomId}>` : '';
  const lock = incident.isPrivate ? '🔒 ' : '';
  return `${lock}*${incidentName(incident.id)} · ${incident.severity}* · ${statusWord(incident)}${room}\n${quoted(incident.title)}\n${clockLine(incident, now)}`;
}
