/** Sources: adding one, giving it new secrets, removing it. */

import type { App } from '@slack/bolt';
import { isAdmin } from '../../slack/admins.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { said } from '../../slack/kit/frame.ts';
import { form, personOf, requestIdOf } from '../../slack/kit/request.ts';
import { quoted } from '../../slack/kit/text.ts';
import { redrawSources, refusedToChange } from './slack.ts';
import { aboutSource, aboutSourceKind } from './slack-request.ts';
import { FIELD, revealedModal, sourceFormModal } from './view-forms.ts';
import type { ShownField } from './view-shown.ts';
import { SOURCE_FORM_FORM, SOURCE_KIND_FORM, SOURCE_REMOVE_FORM, SOURCE_ROTATE_FORM } from './words.ts';

type Values = ReturnType<typeof form>;

export function listenForSourceForms(app: App, firebreak: Firebreak): void {
  const { sources, now } = firebreak;

  app.view(SOURCE_KIND_FORM, async ({ ack, view }) => {
    const chosen = form(view).choice('kind');
    const kind = sources.kinds().find((one) => one.kind === chosen);
    const next = kind ? sourceFormModal(kind) : said('Add source', 'This kind is not there any more.');
    await ack({ response_action: 'update', view: next });
  });

  app.view(SOURCE_FORM_FORM, async ({ ack, body, view, client }) => {
    const { kind: name } = aboutSourceKind.parse(view.private_metadata);
    const kind = sources.kinds().find((one) => one.kind === name);
    const refused = await refusal(body);
    if (refused || !kind) return ack({ response_action: 'update', view: said('Add source', refused ?? '…') });
    const values = form(view);
    const filled = given(values, kind.fields);
    const added = await sources.add(name, values.text('name'), filled, personOf(body), requestIdOf(body));
    if ('why' in added) return ack({ response_action: 'update', view: said('Add source', added.why) });
    if ('wrong' in added) return ack({ response_action: 'errors', errors: byBlock(added.wrong) });
    await ack({ response_action: 'update', view: revealedModal(added, true, now()) });
    await redrawSources(firebreak, client, body);
  });

  app.view(SOURCE_ROTATE_FORM, async ({ ack, body, view, client }) => {
    const { name } = aboutSource.parse(view.private_metadata);
    const refused = await refusal(body);
    if (refused) return ack({ response_action: 'update', view: said('Rotate secret', refused) });
    const filled = given(form(view), await sources.givenSecrets(name));
    const rotated = await sources.rotate(name, filled, requestIdOf(body));
    if ('why' in rotated) return ack({ response_action: 'update', view: said('Rotate secret', rotated.why) });
    if ('wrong' in rotated) return ack({ response_action: 'errors', errors: byBlock(rotated.wrong) });
    await ack({ response_action: 'update', view: revealedModal(rotated, false, now()) });
    await redrawSources(firebreak, client, body);
  });

  app.view(SOURCE_REMOVE_FORM, async ({ ack, body, view, client }) => {
    const { name } = aboutSource.parse(view.private_metadata);
    const refused = await refusal(body);
    if (refused) return ack({ response_action: 'update', view: said('Remove source', refused) });
    const removed = await sources.remove(name, requestIdOf(body));
    const told = removed.allowed ? `*${quoted(name)}* is removed.` : removed.why;
    await ack({ response_action: 'update', view: said('Remove source', told) });
    await redrawSources(firebreak, client, body);
  });

  /** Why this form is not acted on; null when it is. */
  async function refusal(body: { user: { id: string } }): Promise<string | null> {
    return (await isAdmin(firebreak, personOf(body))) ? null : refusedToChange(firebreak);
  }
}

function given(values: Values, fields: ShownField[]): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name, choices }) => {
      const value = choices ? values.choice(`${FIELD}${name}`) : values.text(`${FIELD}${name}`);
      return value ? [[name, value]] : [];
    }),
  );
}

/** What is wrong, under the inputs it is about. What has no input stands under the name. */
function byBlock(wrong: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wrong).map(([name, why]) => [name === 'name' ? 'name' : `${FIELD}${name}`, why]),
  );
}
