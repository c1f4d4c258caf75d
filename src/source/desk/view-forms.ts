/** Sources: adding one, and its secrets. */

import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { button, option, optionsOf } from '../../slack/kit/elements.ts';
import { modal, RESULT_FORM, selectInput, textInput } from '../../slack/kit/frame.ts';
import { context, cut, escaped, plain, quoted, section } from '../../slack/kit/text.ts';
import { ago, type Revealed, type ShownField, type ShownKind, type ShownSource } from './view-shown.ts';
import { SOURCE_FORM_FORM, SOURCE_KIND_FORM, SOURCE_LOOK, SOURCE_REMOVE_FORM, SOURCE_ROTATE_FORM } from './words.ts';

/** The block ids of a kind's fields begin with this; the source's own name has `name`. */
export const FIELD = 'field_';
/** The block that says whether something came. */
export const WAITING = 'waiting';

export function sourceKindModal(kinds: ShownKind[]): ModalView {
  const options = kinds.slice(0, 100).map(({ kind, title }) => option(kind, title));
  return modal({
    id: SOURCE_KIND_FORM,
    title: 'Add source',
    submit: 'Next',
    about: {},
    blocks: [
      selectInput('kind', 'What do you listen with?', options, null, { hint: 'Many tools can use the webhook.' }),
    ],
  });
}

/** What has to be known, and what is asked for. */
export function sourceFormModal({ kind, title, address, guide, fields }: ShownKind): ModalView {
  const list = (head: string, lines: string[]) =>
    lines.length > 0 ? [section(`*${head}*\n${lines.map((line) => `• ${escaped(line)}`).join('\n')}`)] : [];
  return modal({
    id: SOURCE_FORM_FORM,
    title: 'Add source',
    submit: 'Add',
    about: { kind },
    blocks: [
      section(`*${escaped(title)}*\n${escaped(guide.hears)}`),
      ...list('What you need', guide.needs),
      ...list('What to know', guide.limits),
      // Some tools tell a secret only to whoever has entered the address there.
      ...list(
        'What to do',
        guide.steps.map((step) => step.replaceAll('{address}', address ?? '')),
      ),
      textInput('name', 'Name', {
        most: 40,
        hint: 'Letters a-z, digits, - and _. It is part of its address and stays.',
      }),
      ...fields.map(fieldInput),
      context(escaped(cut(guide.builtTo, 1_500))),
    ],
  });
}

function fieldInput({ name, label, hint, secret, optional, choices }: ShownField): InputBlock {
  const said = secret ? `${hint} Kept encrypted, and never shown again.` : hint;
  const field = { hint: cut(said, 150), ...(optional ? { optional } : {}) };
  if (!choices) return textInput(`${FIELD}${name}`, label, { ...field, most: 2_000 });
  const [first = null] = Object.keys(choices);
  return selectInput(`${FIELD}${name}`, label, optionsOf(choices), first, field);
}

/** Where to send to and with what. The only time that the secrets are shown. */
export function revealedModal(revealed: Revealed, isNew: boolean, now: Date): ModalView {
  const { name, address, secrets, steps } = revealed;
  const shown = secrets.map(({ label, hint, value }) =>
    section(`*${escaped(label)}*\n\`\`\`${escaped(value)}\`\`\`\n${escaped(hint)}`),
  );
  const view = modal({
    id: RESULT_FORM,
    title: isNew ? 'Source added' : 'New secret',
    about: {},
    blocks: [
      section(
        isNew ? `✅ *${quoted(name)}* is added.` : `✅ *${quoted(name)}* has new secrets. The old ones hold no longer.`,
      ),
      ...(address ? [section(`*Address*\n\`\`\`${escaped(address)}\`\`\``)] : []),
      ...shown,
      ...(shown.length > 0 ? [context('⚠️ Copy this now: it is kept encrypted, and shown only this once.')] : []),
      ...(steps.length > 0 ? [section(steps.map((step, at) => `${at + 1}. ${escaped(step)}`).join('\n'))] : []),
      waiting(null),
      {
        type: 'actions',
        elements: [button(SOURCE_LOOK, 'Look again', { value: JSON.stringify({ name, since: now.getTime() }) })],
      },
    ],
  });
  return { ...view, close: plain('Done', 24) };
}

/** What came since the secrets were shown. */
interface Seen {
  source: ShownSource;
  since: Date;
  now: Date;
}

/** The line that waits for the first mention. Null: it was not looked at yet. */
export function waiting(seen: Seen | null): KnownBlock {
  return { ...section(waitingText(seen)), block_id: WAITING };
}

function waitingText(seen: Seen | null): string {
  if (!seen) return '⏳ Waiting for the first mention.';
  const { source, since, now } = seen;
  if (source.seenAt && source.seenAt >= since) {
    const { accepted, rejected } = source;
    return `🟢 Something came ${ago(source.seenAt, now)}. In all ${accepted} accepted, ${rejected} rejected.`;
  }
  const isNew = source.lastErrorAt !== null && source.lastErrorAt >= since;
  const refused = source.lastError && isNew ? ` The latest try did not work: ${quoted(source.lastError, 500)}` : '';
  return `⏳ Waiting for the first mention.${refused}`;
}

export function rotateModal(name: string, given: ShownField[]): ModalView {
  return modal({
    id: SOURCE_ROTATE_FORM,
    title: 'Rotate secret',
    submit: 'Rotate',
    about: { name },
    blocks: [
      section(
        `The secrets of *${quoted(name)}* are replaced. The old ones hold no longer *from that moment*: ` +
          'what is sent with them is refused until the tool has the new ones. Tools send again what was refused.',
      ),
      ...given.map((field) => fieldInput({ ...field, optional: true, hint: `Empty: it stays. ${field.hint}` })),
    ],
  });
}

export function removeSourceModal(name: string): ModalView {
  return modal({
    id: SOURCE_REMOVE_FORM,
    title: 'Remove source',
    submit: 'Remove',
    about: { name },
    blocks: [
      section(
        `*${quoted(name)}* is heard no more, and its secrets are gone. What it heard stays, and so do its alerts. ` +
          'To stop it for a while, pause it instead.',
      ),
    ],
  });
}
