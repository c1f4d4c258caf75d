import type { Incident } from './words.ts';

/** The one thing that most needs doing now, in a sentence for the board and for people who ask. */
export function nextStep(incident: Incident): string {
  if (incident.status === 'closed') return 'Nothing: it is closed.';
  if (incident.status === 'resolved') return 'Watch whether it stays calm, then close it.';
  if (!incident.roles.lead) return 'Somebody takes the lead.';
  if (incident.silence) return `<@${incident.silence.approver}> decides whether there will be no public response.`;
  if (!incident.respondedAt) return 'Answer in public, then log the reply here.';
  return 'Keep the room up to date until the cause is gone, then resolve.';
}
