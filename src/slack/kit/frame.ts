/** What all modals share. */

import type { InputBlock, KnownBlock, ModalView, Option, PlainTextOption } from '@slack/types';
import { NETWORKS, type Network } from '../../words/judgement.ts';
import { SEVERITIES, SEVERITY_MEANING, type Severity } from '../../words/severity.ts';
import { chosen, option, optionsOf } from './elements.ts';
import { plain, section } from './text.ts';

export const RESULT_FORM = 'result';

export interface ModalLook {
  id: string;
  title: string;
  blocks: KnownBlock[];
  submit?: string;
  /** Carried through to the submission, at most 3,000 characters as JSON. */
  about: Record<string, unknown>;
}

export function modal({ id, title, blocks, submit, about }: ModalLook): ModalView {
  return {
    type: 'modal',
    callback_id: id,
    title: plain(title, 24),
    close: plain('Cancel', 24),
    ...(submit ? { submit: plain(submit, 24) } : {}),
    private_metadata: JSON.stringify(about),
    blocks,
  };
}

/** On screen within the trigger's three seconds, while what belongs in the modal is looked up. */
export function loading(id: string, title: string): ModalView {
  return modal({ id, title, blocks: [section('⏳ One moment…')], about: {} });
}

/** A modal that says one thing and can only be closed. */
export function said(title: string, text: string): ModalView {
  const view = modal({ id: 'result', title, blocks: [section(text)], about: {} });
  return { ...view, close: plain('Close', 24) };
}

/** Every input of every modal has the action id `value` in a block of its own, so values are read by block id. */
export const VALUE = 'value';

interface Field {
  optional?: boolean;
  hint?: string;
}

function input(block: string, label: string, element: InputBlock['element'], { optional, hint }: Field): InputBlock {
  return {
    type: 'input',
    block_id: block,
    label: plain(label, 100),
    element,
    ...(optional ? { optional } : {}),
    ...(hint ? { hint: plain(hint, 150) } : {}),
  };
}

export interface TextField extends Field {
  initial?: string | null;
  multiline?: boolean;
  most?: number;
  placeholder?: string;
}

export function textInput(block: string, label: string, field: TextField = {}): InputBlock {
  const { initial, multiline = false, most = 500, placeholder } = field;
  return input(
    block,
    label,
    {
      type: 'plain_text_input',
      action_id: VALUE,
      multiline,
      max_length: most,
      ...(initial ? { initial_value: [...initial].slice(0, most).join('') } : {}),
      ...(placeholder ? { placeholder: plain(placeholder, 150) } : {}),
    },
    field,
  );
}

export function urlInput(block: string, label: string, field: Field & { initial?: string | null } = {}): InputBlock {
  const { initial } = field;
  const element = { type: 'url_text_input' as const, action_id: VALUE, ...(initial ? { initial_value: initial } : {}) };
  return input(block, label, element, field);
}

/** One file of these types (endings without the dot). */
export function fileInput(block: string, label: string, filetypes: string[], field: Field = {}): InputBlock {
  return input(block, label, { type: 'file_input', action_id: VALUE, filetypes, max_files: 1 }, field);
}

export function selectInput(
  block: string,
  label: string,
  options: PlainTextOption[],
  initial: string | null,
  field: Field = {},
): InputBlock {
  const [first] = chosen(options, initial === null ? [] : [initial]) ?? [];
  return input(
    block,
    label,
    { type: 'static_select', action_id: VALUE, options, ...(first ? { initial_option: first } : {}) },
    field,
  );
}

export function manyInput(
  block: string,
  label: string,
  options: PlainTextOption[],
  initial: readonly string[],
  field: Field = {},
): InputBlock {
  const first = chosen(options, initial);
  return input(
    block,
    label,
    { type: 'multi_static_select', action_id: VALUE, options, ...(first ? { initial_options: first } : {}) },
    field,
  );
}

/** Boxes to tick, at most ten. */
export function boxesInput(
  block: string,
  label: string,
  options: Option[],
  initial: readonly string[],
  field: Field = {},
): InputBlock {
  const first = chosen(options, initial);
  const element = { type: 'checkboxes' as const, action_id: VALUE, options };
  return input(block, label, { ...element, ...(first ? { initial_options: first } : {}) }, field);
}

/** One of a few, all of them in sight. */
export function radioInput(block: string, label: string, options: Option[], field: Field = {}): InputBlock {
  return input(block, label, { type: 'radio_buttons', action_id: VALUE, options }, field);
}

export function personInput(block: string, label: string, initial: string | null, field: Field = {}): InputBlock {
  const element = { type: 'users_select' as const, action_id: VALUE, ...(initial ? { initial_user: initial } : {}) };
  return input(block, label, element, field);
}

export function peopleInput(block: string, label: string, initial: string[], field: Field = {}): InputBlock {
  return input(
    block,
    label,
    { type: 'multi_users_select', action_id: VALUE, ...(initial.length > 0 ? { initial_users: initial } : {}) },
    field,
  );
}

export function severityInput(initial: Severity | null): InputBlock {
  const options = SEVERITIES.map((severity) => option(severity, `${severity} · ${SEVERITY_MEANING[severity]}`));
  return selectInput('severity', 'Severity', options, initial, { hint: 'When unsure, take the higher one.' });
}

export function networkInput(initial: Network | null): InputBlock {
  return selectInput('network', 'Network', optionsOf(NETWORKS), initial);
}
