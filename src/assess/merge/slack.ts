/** A post is split out of a story. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { said } from '../../slack/kit/frame.ts';
import { json, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { splitMention } from './store.ts';
import { SPLIT } from './words.ts';

const splitButton = json(z.object({ mentionId: z.string() }));

export function listenForSplits(app: App, { db, now }: Firebreak): void {
  app.action<Press>(new RegExp(`^${SPLIT}_`), async ({ ack, action, body, client }) => {
    await ack();
    const { mentionId } = splitButton.parse(action.value);
    const asked = { by: personOf(body), at: now(), requestId: requestIdOf(body) };
    const decision = await splitMention(db, mentionId, asked);
    if (!body.view || (!decision.allowed && decision.repeated)) return;
    const told = decision.allowed
      ? 'It has an alert of its own now, with a card and a clock. “Attach or merge…” brings them together again.'
      : decision.why;
    await client.views.update({ view_id: body.view.id, view: said('Split out', told) });
  });
}
