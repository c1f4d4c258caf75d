/** The verbs that change an incident. */
import { pageByHand } from '../../act/page-by-hand.ts';
import { logReply } from '../../act/reply.ts';
import { close, reopen, resolve } from '../../act/resolve.ts';
import { assignRole } from '../../act/role.ts';
import { changeSeverity } from '../../act/severity.ts';
import { addNote, postUpdate } from '../../act/tell.ts';
import { changeIncident } from '../../db/incidents.ts';
import { type Decision, type Incident, incidentName, type Network, ROLES, SEVERITIES } from '../../words.ts';
import { role as roleWord } from '../request.ts';
import { MODAL } from '../views/actions.ts';
import { incidentSeverityModal, updateModal } from '../views/incident-modals.ts';
import { person } from '../views/text.ts';
import { type Call, type IncidentVerb, told } from './verb.ts';

export const sev: IncidentVerb = {
  usage: 'sev <1-4> [why]',
  does: 'change the severity; lowering it needs a why',
  on: 'incident',
  run: async (call, incident) => {
    const { text, firebreak, by, at } = call;
    if (!text) {
      const fill = async () => incidentSeverityModal(incident);
      return { open: { id: MODAL.incidentSeverity, title: 'Change severity', fill } };
    }
    const [, digit, why = ''] = /^(?:sev)?\s*([1-4])(?:\s+(?:because\s+)?(.*))?$/is.exec(text) ?? [];
    const to = SEVERITIES.find((one) => one.slice(3) === digit);
    if (!to) return { say: 'Say which one: `/incident sev 1`, 2, 3 or 4, and why if it goes down.' };
    const decision = await change(call, incident, (one) => changeSeverity(one, to, why, firebreak.policy, by, at));
    return told(decision, `${incidentName(incident.id)} is ${to} now. The room has been told.`);
  },
};

export const role: IncidentVerb = {
  usage: 'role <role> [@user]',
  does: `take or give a role: ${Object.keys(ROLES).join(', ')}`,
  on: 'incident',
  run: async (call, incident) => {
    const [word = '', ...rest] = call.text.split(/\s+/);
    const wanted = roleWord.safeParse(word.toLowerCase());
    if (!wanted.success) return { say: `Say which role: ${Object.keys(ROLES).join(', ')}.` };
    const named = rest.join(' ').trim();
    const who = named ? personIn(named) : call.by;
    if (!who)
      return { say: `I do not know who "${named.slice(0, 60)}" is. Choose a person from the list after typing @.` };
    const decision = await change(call, incident, (one) => assignRole(one, wanted.data, who, call.by, call.at));
    return told(decision, `${person(who)} is ${ROLES[wanted.data]} of ${incidentName(incident.id)} now.`);
  },
};

export const page: IncidentVerb = {
  usage: 'page <@user> [why]',
  does: 'ask a person to take something now; the next owner follows when there is no answer',
  on: 'incident',
  run: async (call, incident) => {
    const who = personIn(call.text);
    if (!who) return { say: 'Name the person to page: `/incident page @name why`.' };
    const why = call.text.replace(/^\s*<@[^>]+>\s*/, '');
    const { policy } = call.firebreak;
    const decision = await change(call, incident, (one) => pageByHand(one, who, why, policy, call.by, call.at));
    return told(
      decision,
      `📟 Paging ${person(who)} for ${incidentName(incident.id)}. You will see the answer on the board.`,
    );
  },
};

export const reply: IncidentVerb = {
  usage: 'reply <url>',
  does: 'log our public answer; the first one stops the response clock',
  on: 'incident',
  run: async (call, incident) => {
    const url = call.text.replace(/^<([^>|]+)(\|[^>]*)?>$/, '$1').trim();
    const logged = { url, network: networkOf(url, incident), answeredBy: call.by };
    const decision = await change(call, incident, (one) => logReply(one, logged, call.by, call.at));
    const first =
      decision.allowed && decision.state.response?.kind === 'reply' && decision.state.respondedAt === call.at;
    const done = `✅ Logged for ${incidentName(incident.id)}.`;
    return told(decision, first ? `${done} The response clock has stopped.` : done);
  },
};

export const update: IncidentVerb = {
  usage: 'update [text]',
  does: 'tell the room and the subscribers what is new; without text a form opens',
  on: 'incident',
  run: async (call, incident) => {
    const { policy } = call.firebreak;
    if (!call.text) {
      const fill = async () => updateModal(incident, policy.severities[incident.severity].update);
      return { open: { id: MODAL.update, title: 'Post update', fill } };
    }
    const decision = await change(call, incident, (one) => postUpdate(one, call.text, null, policy, call.by, call.at));
    return told(decision, `📣 Posted in ${incidentName(incident.id)}.`);
  },
};

export const note: IncidentVerb = {
  usage: 'note <text>',
  does: 'keep something on the timeline',
  on: 'incident',
  run: async (call, incident) =>
    told(
      await change(call, incident, (one) => addNote(one, call.text, call.by, call.at)),
      `📝 Noted in ${incidentName(incident.id)}.`,
    ),
};

export const resolveVerb: IncidentVerb = {
  usage: 'resolve',
  does: 'the cause is gone and the talk has calmed',
  on: 'incident',
  run: async (call, incident) =>
    told(
      await change(call, incident, (one) => resolve(one, call.by, call.at)),
      `🟢 ${incidentName(incident.id)} is resolved.`,
    ),
};

export const closeVerb: IncidentVerb = {
  usage: 'close',
  does: 'shut the books on a resolved incident',
  on: 'incident',
  run: async (call, incident) =>
    told(
      await change(call, incident, (one) => close(one, call.by, call.at)),
      `⚫ ${incidentName(incident.id)} is closed.`,
    ),
};

export const reopenVerb: IncidentVerb = {
  usage: 'reopen <why>',
  does: 'it came back',
  on: 'incident',
  run: async (call, incident) => {
    const { policy } = call.firebreak;
    const decision = await change(call, incident, (one) => reopen(one, call.text, policy, call.by, call.at));
    return told(decision, `🔁 ${incidentName(incident.id)} is open again.`);
  },
};

function change(call: Call, incident: Incident, rule: (incident: Incident) => Decision<Incident>) {
  return changeIncident(call.firebreak.db, incident.id, call.at, rule, call.heardAs);
}

/** The person mentioned first. Slack writes `<@U123|name>` for a chosen name. */
function personIn(text: string): string | null {
  return /^\s*<@([UW][A-Z0-9]+)(\|[^>]*)?>/.exec(text)?.[1] ?? null;
}

const HOSTS: [RegExp, Network][] = [
  [/(^|\.)(x|twitter)\.com$/, 'x'],
  [/(^|\.)facebook\.com$/, 'facebook'],
  [/(^|\.)instagram\.com$/, 'instagram'],
  [/(^|\.)tiktok\.com$/, 'tiktok'],
  [/(^|\.)youtube\.com$/, 'youtube'],
  [/(^|\.)linkedin\.com$/, 'linkedin'],
  [/(^|\.)reddit\.com$/, 'reddit'],
  [/(^|\.)bsky\.app$/, 'bluesky'],
];

/** Where a reply stands, by its address; else where the incident began. */
function networkOf(url: string, incident: Incident): Network {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return HOSTS.find(([pattern]) => pattern.test(host))?.[1] ?? incident.networks[0] ?? 'other';
}
