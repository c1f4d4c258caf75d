/** The buttons of a page, and the verb that pages by hand. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Press, Rule } from '../../command/press.ts';
import { answerTo, change, type IncidentVerb, personIn, refused } from '../../command/verb.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { tellRefusal } from '../../slack/kit/answer.ts';
import { json, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { person } from '../../slack/kit/text.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Page } from '../../words/page.ts';
import { pageByHand } from './by-hand.ts';
import { acknowledge, decline } from './rule.ts';
import { changePage } from './store.ts';
import { ACKNOWLEDGE_PAGE, DECLINE_PAGE } from './words.ts';

const pageButton = json(z.object({ pageId: z.string(), round: z.number().int() }));

export function listenForPages(app: App, { db, now }: Firebreak): void {
  const on = (id: string, rule: Rule<Page>) =>
    app.action<Press>(id, async ({ ack, action, body, respond }) => {
      await ack();
      const { pageId } = pageButton.parse(action.value);
      const [by, at] = [personOf(body), now()];
      const decision = await changePage(db, pageId, at, (one, policy) => rule(one, by, at, policy), requestIdOf(body));
      await tellRefusal(respond, decision);
    });
  on(ACKNOWLEDGE_PAGE, acknowledge);
  on(DECLINE_PAGE, (page, by, at, policy) => decline(page, by, policy, at));
}

export const page: IncidentVerb = {
  usage: 'page <@user> [why]',
  does: 'ask a person to take something now; the next owner follows when there is no answer',
  on: 'incident',
  run: async (call, incident) => {
    const who = personIn(call.text);
    if (!who) return refused('Name the person to page: `/incident page @name why`.');
    const why = call.text.replace(/^\s*<@[^>]+>\s*/, '');
    const decision = await change(call, incident, (one, policy) => pageByHand(one, who, why, policy, call.by, call.at));
    return answerTo(
      decision,
      `📟 Paging ${person(who)} for ${incidentName(incident.id)}. You will see the answer on the board.`,
    );
  },
};
