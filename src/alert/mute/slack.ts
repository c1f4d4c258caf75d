/** Snoozing by author, hashtag or query, and stopping it. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { onAlertChoice, type Press } from '../../command/press.ts';
import type { PlainVerb } from '../../command/verb.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { formAnswer, openModal, tellRefusal } from '../../slack/kit/answer.ts';
import { form, json, keysOf, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { section } from '../../slack/kit/text.ts';
import { findAlert } from '../card/store.ts';
import { mentionsOfAlert } from '../mention/store.ts';
import { MUTE_LENGTHS, type MuteMinutes, muteChoices, startMute } from './rule.ts';
import { mutesAtWork, startMuteIn, stopMute } from './store.ts';
import { muteList, muteModal, nameOf } from './view.ts';
import { MUTE_FORM, MUTES, STOP_MUTE } from './words.ts';

/** More mentions than these are not looked through for what to snooze by. */
const CHOSEN_FROM = 200;
const muteMinutes = z.coerce.number().refine((n): n is MuteMinutes => n in MUTE_LENGTHS);
const aboutMute = json(
  z.object({ choices: z.array(z.object({ kind: keysOf(MUTES), value: z.string().max(1_000) })).max(100) }),
);
const muteButton = json(z.object({ muteId: z.number().int() }));

export function listenForMutes(app: App, firebreak: Firebreak): void {
  const { db, now } = firebreak;

  onAlertChoice(app, 'mute', ({ alertId, body, client }) =>
    openModal(client, body.trigger_id, { id: MUTE_FORM, title: 'Snooze' }, async () => {
      const alert = await findAlert(db, alertId);
      const mentions = await mentionsOfAlert(db, alertId, CHOSEN_FROM);
      return muteModal(muteChoices(mentions), (alert?.mentionCount ?? 0) - mentions.length);
    }),
  );

  app.view(MUTE_FORM, async ({ ack, body, view }) => {
    const { choices } = aboutMute.parse(view.private_metadata);
    const values = form(view);
    const choice = choices[Number(values.choice('what') ?? -1)];
    const length = muteMinutes.parse(values.choice('length'));
    const decided = startMute(choice ?? null, length, personOf(body), now());
    await ack(formAnswer(await startMuteIn(db, now(), decided, requestIdOf(body)), 'what'));
  });

  app.action<Press>(new RegExp(`^${STOP_MUTE}_`), async ({ ack, action, body, client, respond }) => {
    await ack();
    const { muteId } = muteButton.parse(action.value);
    const decision = await stopMute(db, muteId, personOf(body), now(), requestIdOf(body));
    // In App Home there is no message to answer under; its list says how things stand.
    if (body.view?.type === 'home') await firebreak.publishHome(client, personOf(body));
    else await tellRefusal(respond, decision);
  });
}

export const snoozes: PlainVerb = {
  usage: 'snoozes',
  does: 'what is snoozed by author, hashtag or query, and how to stop it',
  on: 'anywhere',
  run: async ({ firebreak: { db } }) => {
    const shown = await mutesAtWork(db);
    const text =
      shown.length > 0 ? `Snoozed: ${shown.map(({ mute }) => nameOf(mute)).join(', ')}` : 'Nothing is snoozed.';
    return { say: { text, blocks: shown.length > 0 ? muteList(shown) : [section(text)] } };
  },
};
