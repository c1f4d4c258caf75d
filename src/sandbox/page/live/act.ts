/** What the person does, sent to the workspace server. */
import type { ActAnswer } from '../../protocol.ts';
import type { Deed } from './deed.ts';

export type Perform = (deed: Deed) => Promise<ActAnswer>;

const UNREACHABLE = 'The sandbox did not answer. Is it still running?';

/** Never rejects: a failure is an answer with a sentence. */
export async function perform(as: string, deed: Deed): Promise<ActAnswer> {
  try {
    const response = await fetch('/workspace/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, ...deed }),
    });
    return await response.json();
  } catch {
    return { ok: false, why: UNREACHABLE };
  }
}
