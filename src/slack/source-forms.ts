/** Sources: adding one, giving it new secrets, removing it. */
import type { App } from '@slack/bolt';
import { hearOnce } from '../db/record.ts';
import type { Firebreak } from './firebreak.ts';
import { aboutSource, aboutSourceKind, form, heardAs, personOf } from './request.ts';
import { mayChangeSources, redrawSources, refusedToChange } from './sources.ts';
import { MODAL } from './views/actions.ts';
import { said } from './views/modals.ts';
import type { ShownField } from './views/shown-source.ts';
import { FIELD, revealedModal, sourceFormModal } from './views/source-forms.ts';

type Values = ReturnType<typeof form>;

export function listenForSourceForms(app: App, firebreak: Firebreak): void {
  const { db, sources, now } = firebreak;

  app.view(MODAL.sourceKind, async ({ ack, view }) => {
    const chosen = form(view).choice('kind');
    const kind = sources.kinds().find((one) => one.kind === chosen);
    const next = kind ? sourceFormModal(kind) : said('Add source', 'This kind is not there any more.');
    await ack({ response_action: 'update', view: next });
  });

  app.view(MODAL.sourceForm, async ({ ack, body, view, client }) => {
    const { kind: name } = aboutSourceKind.parse(view.private_metadata);
    const kind = sources.kinds().find((one) => one.kind === name);
    const refused = await refusal(body);
    if (refused || !kind) return ack({ response_action: 'update', view: said('Add source', refused ?? '…') });
    const values = form(view);
    const added = await sources.add(name, values.text('name'), given(values, kind.fields), personOf(body));
    if ('wrong' in added) return ack({ response_action: 'errors', errors: byBlock(added.wrong) });
    await ack({ response_action: 'update', view: revealedModal(added, true, now()) });
    await redrawSources(firebreak, client, body);
  });

  app.view(MODAL.sourceRotate, async ({ ack, body, view, client }) => {
    const { name } = aboutSource.parse(view.private_metadata);
    const refused = await refusal(body);
    if (refused) return ack({ response_action: 'update', view: said('Rotate secret', refused) });
    const rotated = await sources.rotate(name, given(form(view), await sources.givenSecrets(name)));
    if ('why' in rotated) return ack({ response_action: 'update', view: said('Rotate secret', rotated.why) });
    if ('wrong' in rotated) return ack({ response_action: 'errors', errors: byBlock(rotated.wrong) });
    await ack({ response_action: 'update', view: revealedModal(rotated, false, now()) });
    await redrawSources(firebreak, client, body);
  });

  app.view(MODAL.sourceRemove, async ({ ack, body, view, client }) => {
    const { name } = aboutSource.parse(view.private_metadata);
    const refused = await refusal(body);
    if (refused) return ack({ response_action: 'update', view: said('Remove source', refused) });
    const isGone = await sources.remove(name);
    const told = isGone ? `*${name}* is removed.` : 'It is not there any more, or stands in firebreak.yml.';
    await ack({ response_action: 'update', view: said('Remove source', told) });
    await redrawSources(firebreak, client, body);
  });

  /** Why this form is not acted on; null when it is. A copy of a request that was acted on is not acted on again. */
  async function refusal(body: { user: { id: string } }): Promise<string | null> {
    if (!(await mayChangeSources(firebreak, personOf(body)))) return refusedToChange(firebreak);
    const request = heardAs(body);
    return request && !(await hearOnce(db, request, now())) ? 'This was done already.' : null;
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
