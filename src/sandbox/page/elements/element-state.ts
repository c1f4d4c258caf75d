/** What an element holds before anybody touches it, in the shape Slack sends it. Pure. */
import type { ElementState } from '../../protocol.ts';

/** Element type → the name its value has in the state, and the name of its start value in the view. */
const FIELDS: Record<string, { key: string; initial: string; empty: unknown }> = {
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

export function initialState(element: { type: string }): ElementState {
  const field = FIELDS[element.type];
  if (!field) return { type: element.type };
  const start = Object.entries(element).find(([name]) => name === field.initial)?.[1];
  return { type: element.type, [field.key]: start ?? field.empty };
}

/** The state of an element of this type holding `value`. Empty text is no text. */
export function stateHolding(type: string, value: unknown): ElementState {
  const field = FIELDS[type];
  if (!field) return { type };
  return { type, [field.key]: value === '' || value === undefined ? field.empty : value };
}

export function valueIn(state: ElementState): unknown {
  const field = FIELDS[state.type];
  return field ? state[field.key] : undefined;
}

export function textIn(state: ElementState): string {
  const value = valueIn(state);
  return typeof value === 'string' ? value : '';
}
