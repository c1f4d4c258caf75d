import { clockLine } from '../../alert/response/view.ts';
import { button } from '../../slack/kit/elements.ts';
import { type MessageView, person, quoted, section } from '../../slack/kit/text.ts';
import { incidentValue } from '../../slack/kit/values.ts';
import { incidentName } from '../../words/incident-name.ts';
import { statusWord } from '../incident/view.ts';
import type { Incident } from '../incident/words.ts';
import { SUBSCRIBE } from '../subscribe/words.ts';

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
          button(SUBSCRIBE, 'Subscribe', {
            value: incidentValue(incident),
            label: `Be told about ${name} without joining`,
          }),
        ],
      },
    ],
  };
}
