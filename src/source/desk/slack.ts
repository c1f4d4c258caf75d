/** Sources: the list of them, and what its menus and buttons do. */

import type { App, BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { isStorm } from '../../alert/storm/store.ts';
import { isAdmin } from '../../slack/admins.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { openModal } from '../../slack/kit/answer.ts';
import { RESULT_FORM } from '../../slack/kit/frame.ts';
import { personOf, requestIdOf } from '../../slack/kit/request.ts';
import { quoted } from '../../slack/kit/text.ts';
import type { PersonId } from '../../words/people.ts';
import { againButton, rejectedButton, sourceButton, sourceMenu, sourcesButton } from './slack-request.ts';
import { REJECTED_AT_ONCE, rejectedModal, sourcesModal, testedModal, whoMay } from './view.ts';
import { removeSourceModal, rotateModal, sourceKindModal, WAITING, waiting } from './view-forms.ts';
import {
  REJECTED_AGAIN,
  SOURCE_ADD,
  SOURCE_LIST,
  SOURCE_LOOK,
  SOURCE_MENU,
  SOURCES,
  SOURCES_FORM,
  TURN_REJECTED,
  TURN_SOURCES,
} from './words.ts';

export function refusedToChange({ admins }: Firebreak): string {
  return `Sources are changed by ${whoMay(admins())}. You may look at the list.`;
}

/** The list as this person may see it. */
export async function sourcesFor(firebreak: Firebreak, person: PersonId, skip: number): Promise<ModalView> {
  const { sources, now } = firebreak;
  const [list, mayChange] = await Promise.all([sources.list(), isAdmin(firebreak, person)]);
  return sourcesModal({
    sources: list,
    skip: skip < list.length ? skip : 0,
    mayChange,
    admins: firebreak.admins(),
    now: now(),
  });
}

/** Draws the list anew that lies under the modal somebody is done with. */
export async function redrawSources(
  firebreak: Firebreak,
  client: WebClient,
  body: { user: { id: string }; view?: { root_view_id: string | null } | undefined },
): Promise<void> {
  const root = body.view?.root_view_id;
  if (root) await client.views.update({ view_id: root, view: await sourcesFor(firebreak, personOf(body), 0) });
}

export function listenForSources(app: App, firebreak: Firebreak): void {
  const { sources, now } = firebreak;
  const refused = async () => refusedToChange(firebreak);

  app.action<BlockAction<ButtonAction>>(SOURCES, async ({ ack, body, client }) => {
    await ack();
    const skeleton = { id: SOURCES_FORM, title: 'Sources' };
    await openModal(client, body.trigger_id, skeleton, () => sourcesFor(firebreak, personOf(body), 0));
  });

  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^(${SOURCE_LIST}|${TURN_SOURCES}_\\d+)$`),
    async ({ ack, action, body, client }) => {
      await ack();
      const { skip } = sourcesButton.parse(action.value);
      if (!body.view) return;
      await client.views.update({ view_id: body.view.id, view: await sourcesFor(firebreak, personOf(body), skip) });
    },
  );

  app.action<BlockAction<ButtonAction>>(SOURCE_ADD, async ({ ack, body, client }) => {
    await ack();
    await push(client, body, 'Add source', async () => sourceKindModal(sources.kinds()));
  });

  app.action<BlockAction<OverflowAction>>(SOURCE_MENU, async ({ ack, action, body, client }) => {
    await ack();
    const { name, what } = sourceMenu.parse(action.selected_option.value);
    switch (what) {
      case 'pause':
      case 'resume':
        if (!(await mayChange(body))) return push(client, body, 'Sources', refused);
        await sources.pause(name, what === 'pause');
        return redrawSources(firebreak, client, body);
      case 'test':
        return push(client, body, 'Test', async () => {
          const source = await sources.find(name);
          const tried = await sources.test(name);
          return testedModal(name, tried, source?.address !== null, await isStorm(firebreak.db));
        });
      case 'rotate':
        return push(client, body, 'Rotate secret', async () => rotateModal(name, await sources.givenSecrets(name)));
      case 'remove':
        return push(client, body, 'Remove source', async () => removeSourceModal(name));
      case 'rejected':
        return push(client, body, 'Rejected', () => rejected(name, 0));
    }
  });

  app.action<BlockAction<ButtonAction>>(new RegExp(`^${TURN_REJECTED}_`), async ({ ack, action, body, client }) => {
    await ack();
    const { name, skip } = rejectedButton.parse(action.value);
    if (!(await mayChange(body))) return push(client, body, 'Rejected', refused);
    if (body.view) await client.views.update({ view_id: body.view.id, view: await rejected(name, skip) });
  });

  app.action<BlockAction<ButtonAction>>(REJECTED_AGAIN, async ({ ack, action, body, client }) => {
    await ack();
    const { name, rejection, skip } = againButton.parse(action.value);
    if (!(await mayChange(body))) return push(client, body, 'Rejected', refused);
    const outcome = await sources.again(rejection, requestIdOf(body));
    if ('why' in outcome) {
      if (outcome.repeated) return;
      return push(client, body, 'Try again', async () => `❌ It still cannot be used: ${quoted(outcome.why, 500)}`);
    }
    if (body.view) await client.views.update({ view_id: body.view.id, view: await rejected(name, skip) });
    const where = outcome.inStorm > 0 ? "on the storm's card, under *Show all*" : 'on a card in the alerts channel';
    await push(client, body, 'Try again', async () => `✅ It was used. What it says is ${where}.`);
  });

  app.action<BlockAction<ButtonAction>>(SOURCE_LOOK, async ({ ack, action, body, client }) => {
    await ack();
    const { name, since } = sourceButton.parse(action.value);
    const source = await sources.find(name);
    const { view } = body;
    if (!view || !source) return;
    // All else stays: what is shown only once is still being copied.
    const blocks = view.blocks.map((block) =>
      block.block_id === WAITING
        ? waiting({ source, since: new Date(since), now: now() })
        : (block as ModalView['blocks'][number]),
    );
    const { title, close } = view;
    const again = { type: 'modal' as const, callback_id: view.callback_id, private_metadata: view.private_metadata };
    await client.views.update({
      view_id: view.id,
      view: { ...again, title, blocks, ...(close ? { close } : {}) } as ModalView,
    });
  });

  async function rejected(name: string, skip: number): Promise<ModalView> {
    const items = await sources.rejected(name, REJECTED_AT_ONCE + 1, skip);
    return rejectedModal(name, items.slice(0, REJECTED_AT_ONCE), skip, items.length > REJECTED_AT_ONCE);
  }

  /** On top of the list, for those who may change it; the others read who may. */
  async function push(
    client: WebClient,
    body: { user: { id: string }; trigger_id: string },
    title: string,
    fill: () => Promise<ModalView | string>,
  ): Promise<void> {
    const allowed = async () => ((await mayChange(body)) ? fill() : refusedToChange(firebreak));
    await openModal(client, body.trigger_id, { id: RESULT_FORM, title }, allowed, 'push');
  }

  async function mayChange(body: { user: { id: string } }): Promise<boolean> {
    return isAdmin(firebreak, personOf(body));
  }
}
