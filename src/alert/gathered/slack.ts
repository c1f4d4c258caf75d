/** The buttons of a gathered card. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { changePressed, onAlertButton, type Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { openModal } from '../../slack/kit/answer.ts';
import { said } from '../../slack/kit/frame.ts';
import { alertButton, json } from '../../slack/kit/request.ts';
import { openOwnCard } from './rule.ts';
import { kindWords } from './store.ts';
import { kindWordsModal } from './view.ts';
import { KIND_WORDS, KIND_WORDS_FORM, OPEN_OWN_CARD } from './words.ts';

const kindWordsButton = json(z.object({ day: z.string() }));
const TITLE = 'Kind words';

export function listenForGathered(app: App, firebreak: Firebreak): void {
  const { db } = firebreak;

  onAlertButton(app, firebreak, OPEN_OWN_CARD, openOwnCard);

  app.action<Press>(KIND_WORDS, async ({ ack, action, body, client }) => {
    await ack();
    const { day } = kindWordsButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: KIND_WORDS_FORM, title: TITLE }, async () =>
      kindWordsModal(await kindWords(db, day)),
    );
  });

  app.action<Press>(new RegExp(`^${OPEN_OWN_CARD}_`), async ({ ack, action, body, client }) => {
    await ack();
    const decision = await changePressed(firebreak, alertButton.parse(action.value).alertId, body, openOwnCard);
    const says = decision.allowed ? 'It has a card of its own in the channel now.' : decision.why;
    if (body.view) await client.views.update({ view_id: body.view.id, view: said(TITLE, says) });
  });
}
