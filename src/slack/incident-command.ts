/** `/incident`: find the verb, find the incident, run it. */
import type { App } from '@slack/bolt';
import { maySee, unknownIncident } from '../act/permissions.ts';
import { findIncident, incidentOfRoom, latestIncidents } from '../db/incidents.ts';
import { hearOnce } from '../db/record.ts';
import { type Incident, incidentName, type PersonId } from '../words.ts';
import { openModal, tellPrivately } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { aboutVerb, form, heardAs, personOf } from './request.ts';
import { findVerb, helpText, suggestVerb } from './verbs/registry.ts';
import type { Answer, Call } from './verbs/verb.ts';
import { MODAL } from './views/actions.ts';
import { whichIncidentModal } from './views/incident-modals.ts';
import { said } from './views/modals.ts';

/** A modal carries at most 3,000 characters along, as JSON. */
const MOST_CARRIED = 1_200;
const TOO_LONG =
  'That is too long to be carried along while you choose. Write it in the incident’s channel, or name the incident first: `/incident note INC-7 …`.';

export function listenForCommands(app: App, firebreak: Firebreak): void {
  const { db, now } = firebreak;

  app.command('/incident', async ({ ack, command, client, respond }) => {
    await ack();
    // A verb that changes something remembers the request once more, with the change.
    const request = heardAs(command);
    if (request && !(await hearOnce(db, `command ${request}`, now()))) return;
    const { word, rest } = split(asTyped(command.text));
    if (!word) return tellPrivately(respond, helpText());
    const verb = findVerb(word);
    if (!verb) return tellPrivately(respond, suggestVerb(word));
    const by = personOf(command);
    const named = nameOf(rest);
    const call: Call = { firebreak, text: named.rest, by, at: now(), heardAs: request };

    const found = named.id === null ? await incidentOfRoom(db, command.channel_id) : await findIncident(db, named.id);
    const incident = found && maySee(found, by) ? found : null;
    if (named.id !== null && !incident) return tellPrivately(respond, unknownIncident(incidentName(named.id)));
    if (verb.on === 'anywhere') return show(await verb.run(call, incident));
    if (incident) return show(await verb.run(call, incident));
    return openModal(client, command.trigger_id, { id: MODAL.whichIncident, title: 'Which incident?' }, async () => {
      if (named.rest.length > MOST_CARRIED) return TOO_LONG;
      const choices = await choicesFor(by, word);
      return choices.length > 0
        ? whichIncidentModal(word, named.rest, choices)
        : 'There is no incident to do this to. `/incident new` opens one.';
    });

    async function show(answer: Answer): Promise<void> {
      if ('say' in answer) return answer.say === null ? undefined : tellPrivately(respond, answer.say);
      return openModal(client, command.trigger_id, answer.open, answer.open.fill);
    }
  });

  app.view(MODAL.whichIncident, async ({ ack, body, view }) => {
    const { verb: word, text } = aboutVerb.parse(view.private_metadata);
    const by = personOf(body);
    const verb = findVerb(word);
    const incident = await findIncident(db, Number(form(view).choice('incident')));
    if (!verb || !incident || !maySee(incident, by)) {
      return ack({ response_action: 'update', view: said('Incident', 'This incident is not there any more.') });
    }
    const call: Call = { firebreak, text, by, at: now(), heardAs: heardAs(body) };
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

  /** What a verb can be done to, the likeliest first. */
  async function choicesFor(by: PersonId, word: string): Promise<Incident[]> {
    const latest = (await latestIncidents(db, 200)).filter((one) => maySee(one, by));
    const wanted = word === 'reopen' ? latest.filter((one) => one.status !== 'open') : latest.filter(isUnclosed);
    return wanted.sort((a, b) => rank(a) - rank(b) || b.id - a.id);
  }
}

/** Slack escapes three characters of what is typed; people and channels stay as it refers to them: `<@U1|ana>`. */
function asTyped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
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

function isUnclosed(incident: Incident): boolean {
  return incident.status !== 'closed';
}

function rank(incident: Incident): number {
  return incident.status === 'open' ? 0 : 1;
}
