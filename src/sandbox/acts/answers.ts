/** What a person is told when something did not work. */
import type { Answer } from '../delivery/deliveries.ts';
import type { ActAnswer } from '../protocol.ts';
import type { Workspace } from '../state/workspace.ts';

export function cannot(why: string): ActAnswer {
  return { ok: false, why };
}

export const done: ActAnswer = { ok: true };

/** Done when the app answered; otherwise a sentence saying what it did instead. */
export function heardFrom(workspace: Workspace, answer: Answer): ActAnswer {
  if (answer.ok) return done;
  const { name } = workspace.app;
  if (answer.reason === 'http_timeout') return cannot(`${name} did not answer within 3 seconds.`);
  if (answer.reason === 'http_error') return cannot(`${name} answered with an error (HTTP ${answer.httpStatus}).`);
  return cannot(`${name} cannot be reached. Is it running?`);
}
