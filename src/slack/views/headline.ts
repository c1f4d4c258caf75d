import { type Incident, incidentName } from '../../words.ts';
import { ACTION, incidentValue } from './actions.ts';
import { statusWord } from './board.ts';
import { clockLine } from './clock-line.ts';
import { button } from './elements.ts';
import { type MessageView, person, quoted, section } from './text.ts';

/** The post in the alerts channel that says an incident is open. Edited in place. Private incidents have none. */
export function headline(incident: Incident, now: Date): MessageView {
  const name = incidentName(incident.id);
  const lead = incident.roles.lead ? person(incident.roles.lead) : 'nobody yet';
  const lines = [
    `🚨 *${name} · ${incident.severity}* · ${statusWord(incident)}`,
    `*${quoted(incident.title)}*`,
    `Opened by ${person(incident.openedBy)} · lead: ${lead} · room: <#${incident.roomId}>`,
    clockLine(incident, now),
  ];
  return {
    text: `${name} (${incident.severity}): ${quoted(incident.title)}`,
    blocks: [
      section(lines.join('\n')),
      {
        type: 'actions',
        elements: [
          button(ACTION.subscribe, 'Subscribe', {
            value: incidentValue(incident),
            label: `Be told about ${name} without joining`,
          }),
        ],
      },
    ],
  };
}
