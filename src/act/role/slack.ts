import type { App } from '@slack/bolt';
import { z } from 'zod';
import { changeSeen, type Press } from '../../command/press.ts';
import { answerTo, change, type IncidentVerb, personIn, refused } from '../../command/verb.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { tellRefusal } from '../../slack/kit/answer.ts';
import { json, role as roleWord } from '../../slack/kit/request.ts';
import { person, quoted } from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import { ROLES } from '../../words/people.ts';
import { assignRole, takeRole } from './rule.ts';
import { TAKE_LEAD, TAKE_ROLE } from './words.ts';

const roleButton = json(z.object({ incidentId: z.number().int(), version: z.number().int(), role: roleWord }));

export function listenForRoles(app: App, firebreak: Firebreak): void {
  app.action<Press>(new RegExp(`^(${TAKE_ROLE}|${TAKE_LEAD})_`), async ({ ack, action, body, respond }) => {
    await ack();
    const { incidentId, role: wanted } = roleButton.parse(action.value);
    const decision = await changeSeen(firebreak, incidentId, body, (one, by, at) => takeRole(one, wanted, by, at));
    await tellRefusal(respond, decision);
  });
}

export const role: IncidentVerb = {
  usage: 'role <role> [@user]',
  does: `take or give a role: ${Object.keys(ROLES).join(', ')}`,
  on: 'incident',
  run: async (call, incident) => {
    const [word = '', ...rest] = call.text.split(/\s+/);
    const wanted = roleWord.safeParse(word.toLowerCase());
    if (!wanted.success) return refused(`Say which role: ${Object.keys(ROLES).join(', ')}.`);
    const named = rest.join(' ').trim();
    const who = named ? personIn(named) : call.by;
    if (!who)
      return refused(`I do not know who "${quoted(named, 60)}" is. Choose a person from the list after typing @.`);
    const decision = await change(call, incident, (one) => assignRole(one, wanted.data, who, call.by, call.at));
    return answerTo(decision, `${person(who)} is ${ROLES[wanted.data]} of ${incidentName(incident.id)} now.`);
  },
};
