/** What the fields of a view hold: what they start with, what is missing, what is wrong. */
import type { Block } from '@slack/types';
import type { ElementState, ViewValues } from '../protocol.ts';

export interface Field {
  blockId: string;
  actionId: string;
  element: Record<string, unknown> & { type: string };
  /** From an input block: only these are checked when a modal is submitted. */
  isInput: boolean;
  isOptional: boolean;
}

type Loose = Record<string, unknown>;

/** Every interactive element of the blocks, in order. */
export function fieldsOf(blocks: readonly Block[]): Field[] {
  return blocks.flatMap((block) => {
    const {
      type,
      block_id: blockId = '',
      element,
      accessory,
      elements,
      optional,
      child_blocks,
    } = block as Block & Loose;
    const isInput = type === 'input';
    const found = isInput ? [element] : type === 'section' ? [accessory] : Array.isArray(elements) ? elements : [];
    const fields = found.filter(isInteractive).map((one) => ({
      blockId,
      actionId: String(one.action_id),
      element: one,
      isInput,
      isOptional: optional === true,
    }));
    return Array.isArray(child_blocks) ? [...fields, ...fieldsOf(child_blocks as Block[])] : fields;
  });
}

function isInteractive(element: unknown): element is Loose & { type: string } {
  return typeof element === 'object' && element !== null && 'action_id' in element && 'type' in element;
}

const WITHOUT_STATE = ['button', 'overflow', 'workflow_button', 'feedback_buttons', 'icon_button'];

/** Under which name an element's state stands in `view.state.values`. */
const STATE_KEY: Record<string, { key: string; initial: string; empty: unknown }> = {
  plain_text_input: { key: 'value', initial: 'initial_value', empty: null },
  email_text_input: { key: 'value', initial: 'initial_value', empty: null },
  url_text_input: { key: 'value', initial: 'initial_value', empty: null },
  number_input: { key: 'value', initial: 'initial_value', empty: null },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value', empty: null },
  file_input: { key: 'files', initial: 'initial_files', empty: [] },
  datepicker: { key: 'selected_date', initial: 'initial_date', empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', empty: null },
  radio_buttons: { key: 'selected_option', initial: 'initial_option', empty: null },
  checkboxes: { key: 'selected_options', initial: 'initial_options', empty: [] },
  static_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  external_select: { key: 'selected_option', initial: 'initial_option', empty: null },
  users_select: { key: 'selected_user', initial: 'initial_user', empty: null },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation', empty: null },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', empty: null },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', empty: [] },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', empty: [] },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', empty: [] },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', empty: [] },
};

/** `state.values`: what a person filled in, and for every other field what it starts with. */
export function stateOf(blocks: readonly Block[], given: ViewValues = {}): ViewValues {
  const values: ViewValues = {};
  for (const { blockId, actionId, element } of fieldsOf(blocks)) {
    if (WITHOUT_STATE.includes(element.type)) continue;
    const state = given[blockId]?.[actionId] ?? initialState(element);
    values[blockId] = { ...values[blockId], [actionId]: { ...state, type: element.type } };
  }
  return values;
}

function initialState(element: Loose & { type: string }): ElementState {
  const known = STATE_KEY[element.type];
  if (!known) return { type: element.type };
  return { type: element.type, [known.key]: element[known.initial] ?? known.empty };
}

/** The value an element holds, or null when it is empty. */
function heldBy(state: ElementState): unknown {
  const known = STATE_KEY[state.type];
  const value = known ? state[known.key] : state.value;
  const isEmpty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return isEmpty ? null : value;
}

/** What Slack itself refuses before it asks the app: empty required fields, too short, not a number. By block id. */
export function mistakes(blocks: readonly Block[], values: ViewValues): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of fieldsOf(blocks).filter(({ isInput }) => isInput)) {
    const state = values[field.blockId]?.[field.actionId];
    const why = mistake(field, state ? heldBy(state) : null);
    if (why) found[field.blockId] = why;
  }
  return found;
}

function mistake({ element, isOptional }: Field, value: unknown): string | undefined {
  if (value === null) return isOptional ? undefined : 'Please complete this required field.';
  if (element.type === 'file_input') return fileMistake(element, Array.isArray(value) ? value : []);
  const length = typeof value === 'string' ? [...value].length : 0;
  if (typeof element.min_length === 'number' && length < element.min_length) {
    return `Please enter at least ${element.min_length} characters.`;
  }
  if (typeof element.max_length === 'number' && length > element.max_length) {
    return `Please enter at most ${element.max_length} characters.`;
  }
  if (element.type === 'number_input') return numberMistake(element, Number(value));
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(String(value))) {
    return 'Please enter a valid email address.';
  }
  if (element.type === 'url_text_input' && !URL.canParse(String(value))) return 'Please enter a valid URL.';
  return undefined;
}

/** Slack takes ten files where the app names no other number, of any type where it names none. */
function fileMistake({ max_files: most = 10, filetypes }: Loose, files: unknown[]): string | undefined {
  if (files.length > Number(most)) return `Please choose at most ${most} file${most === 1 ? '' : 's'}.`;
  if (!Array.isArray(filetypes)) return undefined;
  const types = files.map((file) =>
    String((file as Loose).name)
      .split('.')
      .at(-1)
      ?.toLowerCase(),
  );
  return types.every((type) => filetypes.includes(type))
    ? undefined
    : `Please choose a file of type ${filetypes.join(', ')}.`;
}

function numberMistake(element: Loose, value: number): string | undefined {
  if (!Number.isFinite(value)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(value)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && value < Number(element.min_value)) return `At least ${element.min_value}.`;
  if (element.max_value !== undefined && value > Number(element.max_value)) return `At most ${element.max_value}.`;
  return undefined;
}
