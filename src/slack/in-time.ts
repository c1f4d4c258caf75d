/** A press is decided, or its person told, within the three seconds that Slack and people wait. */
import type { App, ReceiverEvent } from '@slack/bolt';

/** Milliseconds after a press was heard; what it takes to tell somebody comes on top. */
const TOLD_AFTER = 2_200;

const SLOW = 'Firebreak is slow just now; what you just did may still be carried out. Look before you do it once more.';

/** A request of Slack's that is being handled. */
interface InHand {
  ack: (answer?: unknown) => Promise<void>;
  isAcked: boolean;
  /** A modal is open for it, and says how it goes on. */
  isShown: boolean;
  isTold: boolean;
}

interface HeardInTime extends Pick<App, 'processEvent'> {
  /** Resolves when nobody waits for anything: all requests are done with, what follows their acknowledgement too. */
  idle: () => Promise<void>;
}

const inHand = new WeakMap<object, InHand>();
const byTrigger = new Map<string, InHand>();

/**
 * Hears for the app, and tells whoever waits for longer than that: in the form they sent, while it is still there, else
 * by `tell`. What an acknowledged form does afterwards may take its time.
 */
export function hearInTime(app: App, tell: (body: object, text: string) => Promise<void>): HeardInTime {
  const underWay = new Set<Promise<void>>();
  const hear = async (event: ReceiverEvent) => {
    const { body, ack } = event;
    const request: InHand = {
      ack: async (answer) => {
        // Late: they were told already.
        if (request.isAcked) return;
        request.isAcked = true;
        await ack(answer);
      },
      isAcked: false,
      isShown: false,
      isTold: false,
    };
    inHand.set(body, request);
    const trigger = 'trigger_id' in body ? String(body.trigger_id) : null;
    if (trigger !== null) byTrigger.set(trigger, request);
    const timer = setTimeout(() => {
      if (request.isShown || (body.type === 'view_submission' && request.isAcked)) return;
      void tellOnce(body, SLOW, tell);
    }, TOLD_AFTER);
    try {
      await app.processEvent({ ...event, ack: request.ack });
    } finally {
      clearTimeout(timer);
      if (trigger !== null) byTrigger.delete(trigger);
    }
  };
  return {
    processEvent: (event) => {
      const heard = hear(event).finally(() => underWay.delete(heard));
      underWay.add(heard);
      return heard;
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** A modal is open for the press with this trigger, and says how it goes on. */
export function isShown(triggerId: string): void {
  const request = byTrigger.get(triggerId);
  if (request) request.isShown = true;
}

/** Says it once for each request: under the first field of a form that still waits for its answer, else by `tell`. */
export async function tellOnce(
  body: object,
  text: string,
  tell: (body: object, text: string) => Promise<void>,
): Promise<void> {
  const request = inHand.get(body);
  if (request?.isTold) return;
  if (request) request.isTold = true;
  const field = firstField(body);
  if (request && !request.isAcked && field !== null) {
    return request.ack({
      response_action: 'errors',
      errors: { [field]: text },
    });
  }
  return tell(body, text);
}

/** The block id of a form's first input; null when it is no form or has none. */
function firstField(body: object): string | null {
  if (!('type' in body && body.type === 'view_submission' && 'view' in body)) return null;
  const view = body.view as { state?: { values?: Record<string, unknown> } };
  return Object.keys(view.state?.values ?? {})[0] ?? null;
}
