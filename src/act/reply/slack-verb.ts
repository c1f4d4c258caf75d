import { answerTo, change, type IncidentVerb } from '../../command/verb.ts';
import { incidentName } from '../../words/incident-name.ts';
import type { Network } from '../../words/judgement.ts';
import type { Incident } from '../incident/words.ts';
import { logReply } from './rule.ts';

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
    return answerTo(decision, first ? `${done} The response clock has stopped.` : done);
  },
};

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
