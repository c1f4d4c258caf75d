/** Sources: the list of them, and what its menus and buttons do. */
import type { App, BlockAction, ButtonAction, OverflowAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { hearOnce } from '../db/record.ts';
import type { PersonId } from '../words.ts';
import { openModal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { againButton, heardAs, personOf, rejectedButton, sourceButton, sourceMenu, sourcesButton } from './request.ts';
import { ACTION, MODAL } from './views/actions.ts';
import { removeSourceModal, rotateModal, sourceKindModal, WAITING, waiting } from './views/source-forms.ts';
import { REJECTED_A_PAGE, rejectedModal, sourcesModal, testedModal, whoMay } from './views/source-modals.ts';

const userAnswer = z.looseObject({
  user: z.looseObject({ is_admin: z.boolean().optional(), is_owner: z.boolean().optional() }),
});

/** May this person change sources? Those that firebreak.yml names; when it names nobody, the workspace's admins. */
export async function mayChangeSources({ admins, api }: Firebreak, person: PersonId): Promise<boolean> {
  if (admins.length > 0) return admins.includes(person);
  const { user } = userAnswer.parse(await api.call('users.info', { user: person }));
  return user.is_admin === true || user.is_owner === true;
}

export function refusedToChange({ admins }: Firebreak): string {
  return `Sources are changed by ${whoMay(admins)}. You may look at the list.`;
}

/** The list as this person may see it. */
export async function sourcesFor(firebreak: Firebreak, person: PersonId, skip: number): Promise<ModalView> {
  const { sources, admins, now } = firebreak;
  const [list, mayChange] = await Promise.all([sources.list(), mayChangeSources(firebreak, person)]);
  return sourcesModal({ sources: list, skip: skip < list.length ? skip : 0, mayChange, admins, now: now() });
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
  const { db, sources, now } = firebreak;
  const refused = async () => refusedToChange(firebreak);

  app.action<BlockAction<ButtonAction>>(ACTION.sources, async ({ ack, body, client }) => {
    await ack();
    const skeleton = { id: MODAL.sources, title: 'Sources' };
    await openModal(client, body.trigger_id, skeleton, () => sourcesFor(firebreak, personOf(body), 0));
  });

  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^(${ACTION.sourceList}|${ACTION.sourcePage}_\\d+)$`),
    async ({ ack, action, body, client }) => {
      await ack();
      const { skip } = sourcesButton.parse(action.value);
      if (!body.view) return;
      await client.views.update({ view_id: body.view.id, view: await sourcesFor(firebreak, personOf(body), skip) });
    },
  );

  app.action<BlockAction<ButtonAction>>(ACTION.sourceAdd, async ({ ack, body, client }) => {
    await ack();
    await push(client, body, 'Add source', async () => sourceKindModal(sources.kinds()));
  });

  app.action<BlockAction<OverflowAction>>(ACTION.sourceMore, async ({ ack, action, body, client }) => {
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
          return testedModal(name, tried, source?.address !== null);
        });
      case 'rotate':
        return push(client, body, 'Rotate secret', async () => rotateModal(name, await sources.givenSecrets(name)));
      case 'remove':
        return push(client, body, 'Remove source', async () => removeSourceModal(name));
      case 'rejected':
        return push(client, body, 'Rejected', () => rejected(name, 0));
    }
  });

  app.action<BlockAction<ButtonAction>>(
    new RegExp(`^${ACTION.rejectedPage}_`),
    async ({ ack, action, body, client }) => {
      await ack();
      const { name, skip } = rejectedButton.parse(action.value);
      if (!(await mayChange(body))) return push(client, body, 'Rejected', refused);
      if (body.view) await client.views.update({ view_id: body.view.id, view: await rejected(name, skip) });
    },
  );

  app.action<BlockAction<ButtonAction>>(ACTION.rejectedAgain, async ({ ack, action, body, client }) => {
    await ack();
    const { name, rejection, skip } = againButton.parse(action.value);
    if (!(await mayChange(body))) return push(client, body, 'Rejected', refused);
    const request = heardAs(body);
    if (request && !(await hearOnce(db, request, now()))) return;
    const outcome = await sources.again(rejection);
    if ('why' in outcome)
      return push(client, body, 'Try again', async () => `❌ It still cannot be used: ${outcome.why}`);
    if (body.view) await client.views.update({ view_id: body.view.id, view: await rejected(name, skip) });
    await push(
      client,
      body,
      'Try again',
      async () => '✅ It was used. What it says is on a card in the alerts channel.',
    );
  });

  app.action<BlockAction<ButtonAction>>(ACTION.sourceLook, async ({ ack, action, body, client }) => {
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
    const items = await sources.rejected(name, REJECTED_A_PAGE + 1, skip);
    return rejectedModal(name, items.slice(0, REJECTED_A_PAGE), skip, items.length > REJECTED_A_PAGE);
  }

  /** On top of the list, for those who may change it; the others read who may. */
  async function push(
    client: WebClient,
    body: { user: { id: string }; trigger_id: string },
    title: string,
    fill: () => Promise<ModalView | string>,
  ): Promise<void> {
    const allowed = async () => ((await mayChange(body)) ? fill() : refusedToChange(firebreak));
    await openModal(client, body.trigger_id, { id: MODAL.result, title }, allowed, 'push');
  }

  async function mayChange(body: { user: { id: string } }): Promise<boolean> {
    return mayChangeSources(firebreak, personOf(body));
  }
}
