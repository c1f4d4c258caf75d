/** `trigger_id`: the right to open one modal, good for 3 seconds and one use. */
import { refuse } from '../refusal.ts';
import { newSecret } from '../state/ids.ts';

const LIFETIME_MS = 3000;

export interface Trigger {
  user: string;
  /** The modal the person was in, if any: only from there may a view be pushed. */
  viewId?: string;
}

export interface Triggers {
  issue(trigger: Trigger): string;
  /** Spends the trigger. Throws `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`. */
  spend(id: string): Trigger;
}

/** `now` in ms. */
export function makeTriggers(now: () => number): Triggers {
  const issued = new Map<string, Trigger & { at: number; isSpent: boolean }>();
  return {
    issue(trigger) {
      for (const [id, { at }] of issued) if (at < now() - 60_000) issued.delete(id);
      const id = `${now()}.${Math.floor(now() / 1000)}.${newSecret(16)}`;
      issued.set(id, { ...trigger, at: now(), isSpent: false });
      return id;
    },
    spend(id) {
      const known = issued.get(id);
      if (!known) throw refuse(/^\d+\.\d+\.[0-9a-f]{32}$/.test(id) ? 'expired_trigger_id' : 'invalid_trigger_id');
      if (known.isSpent) throw refuse('exchanged_trigger_id');
      if (now() - known.at > LIFETIME_MS) throw refuse('expired_trigger_id');
      known.isSpent = true;
      return known;
    },
  };
}
