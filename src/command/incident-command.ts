/** `/incident`: find the verb, find the incident, run it. */

import type { App } from '@slack/bolt';
import { z } from 'zod';
import { maySee, unknownIncident } from '../act/incident/permissions.ts';
import { findIncident, incidentOfRoom, incidentsSeenBy } from '../act/incident/store.ts';
import type { Incident } from '../act/incident/words.ts';
import { isKnownRequest, rememberRequest } from '../db/record.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { openModal, tellPrivately } from '../slack/kit/answer.ts';
import { said } from '../slack/kit/frame.ts';
import { form, json, personOf, requestIdOf, storable } from '../slack/kit/request.ts';
import type { Cut } from '../words/cut.ts';
import { incidentName } from '../words/incident-name.ts';
import type { PersonId } from '../words/people.ts';
import { helpText, suggestVerb } from './help.ts';
import { type Answer, type Call, findVerb } from './verb.ts';
import { MOST_INCIDENTS, whichIncidentModal } from './view.ts';
import { WHICH_INCIDENT_FORM } from './words.ts';

const aboutVerb = json(z.object({ verb: z.string(), text: z.string() }));

/** A modal carries at most 3,000 characters along, as JSON. */
const MOST_CARRIED = 1_200;
const TOO_LONG =
  'That is too long to be carried along while you choose. Write it in the incident’s channel, or name the incident first: `/incident note INC-7 …`.';

export function listenForCommands(app: App, firebreak: Firebreak): void {
  const { db, now, verbs } = firebreak;

  app.command('/incident', async ({ ack, command, client, respond }) => {
    await ack();
    const request = requestIdOf(command);
    if (request && (await isKnownRequest(db, answered(request)))) return;
    const { word, rest } = split(asTyped(command.text));
    if (!word) return show({ say: helpText(verbs) });
    const verb = findVerb(verbs, word);
    if (!verb) return show({ say: suggestVerb(verbs, word), isRefusal: true });
    const by = personOf(command);
    const named = nameOf(rest);
    const call: Call = { firebreak, text: named.rest, by, at: now(), requestId: request };

    const found = named.id === null ? await incidentOfRoom(db, command.channel_id) : await findIncident(db, named.id);
    const incident = found && maySee(found, by) ? found : null;
    if (named.id !== null && !incident) return show({ say: unknownIncident(incidentName(named.id)), isRefusal: true });
    if (verb.on === 'anywhere') return show(await verb.run(call, incident));
    if (incident) return show(await verb.run(call, incident));
    const fill = async () => {
      if (named.rest.length > MOST_CARRIED) return TOO_LONG;
      const choices = await choicesFor(by, word);
      return choices.total > 0
        ? whichIncidentModal(word, named.rest, choices)
        : 'There is no incident to do this to. `/incident new` opens one.';
    };
    return show({ open: { id: WHICH_INCIDENT_FORM, title: 'Which incident?', fill } });

    /** Once, a refusal excepted: a verb that changes something remembers the request by itself, with the change. */
    async function show(answer: Answer): Promise<void> {
      if ('say' in answer && answer.say === null) return;
      const isRefusal = 'say' in answer && answer.isRefusal;
      if (request && !isRefusal && !(await rememberRequest(db, answered(request), now()))) return;
      if ('open' in answer) await openModal(client, command.trigger_id, answer.open, answer.open.fill);
      else if (answer.say !== null) await tellPrivately(respond, answer.say);
    }
  });

  app.view(WHICH_INCIDENT_FORM, async ({ ack, body, view }) => {
    const { verb: word, text } = aboutVerb.parse(view.private_metadata);
    const by = personOf(body);
    const verb = findVerb(verbs, word);
    const incident = await findIncident(db, Number(form(view).choice('incident')));
    if (!verb || !incident || !maySee(incident, by)) {
      return ack({ response_action: 'update', view: said('Incident', 'This incident is not there any more.') });
    }
    const call: Call = { firebreak, text, by, at: now(), requestId: requestIdOf(body) };
    const answer = await verb.run(call, incident);
    if ('open' in answer) {
      const filled = await answer.open.fill();
      const next = typeof filled === 'string' ? said(answer.open.title, filled) : filled;
      return ack({ response_action: 'update', view: next });
    }
    if (answer.say === null) return ack({ response_action: 'clear' });
    const words = typeof answer.say === 'string' ? answer.say : answer.say.text;
    return ack({ response_action: 'update', view: said(incidentName(incident.id), words) });
  });

  app.event('app_mention', async ({ event, body, client }) => {
    if (!(await rememberRequest(db, `event:${body.event_id}`, now()))) return;
    const { text, blocks } = helpText(verbs);
    const thread = event.thread_ts ?? event.ts;
    await client.chat.postMessage({ channel: event.channel, thread_ts: thread, text, blocks });
  });

  /** What a verb can be done to, the likeliest first. */
  function choicesFor(by: PersonId, word: string): Promise<Cut<Incident>> {
    const states = word === 'reopen' ? (['resolved', 'closed'] as const) : (['open', 'resolved'] as const);
    return incidentsSeenBy(db, by, [...states], MOST_INCIDENTS);
  }
}

/** Remembers that this command was answered. */
function answered(request: string): string {
  return `command ${request}`;
}

/** Slack escapes three characters of what is typed; people and channels stay as it refers to them: `<@U1|ana>`. */
function asTyped(text: string): string {
  return storable(text).replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** `sev 2 because` → the verb and what stands after it. */
function split(text: string): { word: string; rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  return { word: word.toLowerCase(), rest: rest.trim() };
}

/** An incident named first: `INC-7 2 because` → 7 and the rest. */
function nameOf(text: string): { id: number | null; rest: string } {
  const [, digits, rest = ''] = /^inc-?0*(\d{1,9})\b\s*([\s\S]*)$/i.exec(text) ?? [];
  return digits === undefined ? { id: null, rest: text } : { id: Number(digits), rest: rest.trim() };
}
