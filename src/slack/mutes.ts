/** Snoozing by author, hashtag or query, and stopping it. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { z } from 'zod';
import { MUTE_LENGTHS, type MuteMinutes, startMute } from '../assess/mute.ts';
import { startMuteIn, stopMute } from '../db/mutes.ts';
import { formAnswer, tellRefusal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { publishHome } from './home.ts';
import { aboutMute, form, heardAs, muteButton, personOf } from './request.ts';
import { ACTION, MODAL } from './views/actions.ts';

const muteMinutes = z.coerce.number().refine((n): n is MuteMinutes => n in MUTE_LENGTHS);

export function listenForMutes(app: App, firebreak: Firebreak): void {
  const { db, now } = firebreak;

  app.view(MODAL.mute, async ({ ack, body, view }) => {
    const { choices } = aboutMute.parse(view.private_metadata);
    const values = form(view);
    const choice = choices[Number(values.choice('what') ?? -1)];
    const length = muteMinutes.parse(values.choice('length'));
    const decided = startMute(choice ?? null, length, personOf(body), now());
    await ack(formAnswer(await startMuteIn(db, now(), decided, heardAs(body)), 'what'));
  });

  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^${ACTION.stopMute}_`),
    async ({ ack, action, body, client, respond }) => {
      await ack();
      const { muteId } = muteButton.parse(action.value);
      const decision = await stopMute(db, muteId, personOf(body), now(), heardAs(body));
      // In App Home there is no message to answer under; its list says how things stand.
      if (body.view?.type === 'home') await publishHome(firebreak, client, personOf(body));
      else await tellRefusal(respond, decision);
    },
  );
}
