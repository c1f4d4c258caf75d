import { clockLine } from '../../alert/response/view.ts';
import { type MessageView, moment, person, quoted, section, spoken } from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import { statusWord } from '../incident/view.ts';
import type { Incident } from '../incident/words.ts';
import type { BriefTopic } from './words.ts';

const NEWS: Record<BriefTopic, string> = {
  opened: 'A new incident',
  severity: 'The severity has changed',
  response: 'The first public response',
  update: 'An update',
  resolved: 'Resolved',
};

/** What a subscriber is told: five lines at most, times in their own zone. */
export function brief(incident: Incident, topic: BriefTopic, now: Date): MessageView {
  const name = incidentName(incident.id);
  const lead = incident.roles.lead ? person(incident.roles.lead) : 'nobody yet';
  const lines = [
    `*${NEWS[topic]}: ${name} · ${incident.severity}*`,
    `*${quoted(incident.title, 120)}*`,
    `${statusWord(incident)} · lead: ${lead}`,
    clockLine(incident, now),
    incident.lastUpdate
      ? `📣 ${moment(incident.lastUpdate.at)}: ${spoken(incident.lastUpdate.text, 400).replace(/\s+/g, ' ')}`
      : `Opened ${moment(incident.openedAt)} by ${person(incident.openedBy)}; no update yet.`,
  ];
  return {
    text: `${NEWS[topic]}: ${name} (${incident.severity}), ${quoted(incident.title)}`,
    blocks: [section(lines.join('\n'))],
  };
}
