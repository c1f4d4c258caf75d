/** Trying again, when somebody says that it is mended. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Press } from '../command/press.ts';
import { tryAgain } from '../db/deliveries.ts';
import { tryNow } from '../delivery/obstacles.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { tellPrivately } from '../slack/kit/answer.ts';
import { json } from '../slack/kit/request.ts';
import { RETRY } from './words.ts';

/** `failed`: the key of one delivery. `obstacle`: of what keeps several back. */
const retryButton = json(z.object({ failed: z.string().optional(), obstacle: z.string().optional() }));

export function listenForRetries(app: App, { db, now }: Firebreak): void {
  app.action<Press>(RETRY, async ({ ack, action, respond }) => {
    await ack();
    const { failed, obstacle } = retryButton.parse(action.value);
    const isTried = obstacle ? await tryNow(db, obstacle, now()) : await tryAgain(db, failed ?? '', now());
    await tellPrivately(respond, isTried ? '🔁 Trying again.' : 'It has been tried again already.');
  });
}
