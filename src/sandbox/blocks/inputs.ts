/** Selects, pickers and inputs: elements that hold something. Pure. */
import { anything, boolean, both, exactlyOne, integer, list, matching, oneOf, shape, string } from './shapes.ts';
import { anyText, id, optionGroup, plain, plainOption, richOption } from './texts.ts';

/** `byType` has looked at it. */
const type = anything;

const confirm = shape(
  { text: anyText(300) },
  { title: plain(100), confirm: plain(30), deny: plain(30), style: oneOf('primary', 'danger') },
);

const placeholder = plain(150);

export const actionable = { action_id: id };

export const confirmable = { ...actionable, confirm };

const focusable = { focus_on_load: boolean };
const pickable = { ...confirmable, ...focusable, placeholder };
const many = { max_selected_items: integer(1, 100) };

const typable = {
  ...actionable,
  ...focusable,
  placeholder,
  dispatch_action_config: shape({}, { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) }),
};

const filter = shape(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);

const choices = { options: list(plainOption, 100), option_groups: list(optionGroup, 100) };

export const ids = list(id, 100, 0);

export const date = matching(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');

const time = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm');

export const selects = {
  static_select: both(
    shape({ type }, { ...pickable, ...choices, initial_option: plainOption }),
    exactlyOne('options', 'option_groups'),
  ),
  external_select: shape({ type }, { ...pickable, initial_option: plainOption, min_query_length: integer(0, 255) }),
  users_select: shape({ type }, { ...pickable, initial_user: id }),
  channels_select: shape({ type }, { ...pickable, initial_channel: id, response_url_enabled: boolean }),
  conversations_select: shape(
    { type },
    {
      ...pickable,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter,
    },
  ),
  multi_static_select: both(
    shape({ type }, { ...pickable, ...many, ...choices, initial_options: list(plainOption, 100) }),
    exactlyOne('options', 'option_groups'),
  ),
  multi_external_select: shape(
    { type },
    { ...pickable, ...many, initial_options: list(plainOption, 100), min_query_length: integer(0, 255) },
  ),
  multi_users_select: shape({ type }, { ...pickable, ...many, initial_users: ids }),
  multi_channels_select: shape({ type }, { ...pickable, ...many, initial_channels: ids }),
  multi_conversations_select: shape(
    { type },
    { ...pickable, ...many, initial_conversations: ids, default_to_current_conversation: boolean, filter },
  ),
};

export const pickers = {
  checkboxes: shape(
    { type, options: list(richOption, 10) },
    { ...confirmable, ...focusable, initial_options: list(richOption, 10) },
  ),
  radio_buttons: shape(
    { type, options: list(richOption, 10) },
    { ...confirmable, ...focusable, initial_option: richOption },
  ),
  datepicker: shape({ type }, { ...pickable, initial_date: date }),
  timepicker: shape({ type }, { ...pickable, initial_time: time, timezone: string(100) }),
  datetimepicker: shape({ type }, { ...confirmable, ...focusable, initial_date_time: integer(1e9, 9999999999) }),
};

export const richTextInput = shape(
  { type },
  { ...typable, initial_value: anything, min_lines: integer(1, 100), max_lines: integer(1, 100) },
);

export const inputs = {
  plain_text_input: shape(
    { type },
    {
      ...typable,
      initial_value: string(3000, 0),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
  ),
  email_text_input: shape({ type }, { ...typable, initial_value: string(3000, 0) }),
  url_text_input: shape({ type }, { ...typable, initial_value: string(3000, 0) }),
  number_input: shape(
    { type, is_decimal_allowed: boolean },
    { ...typable, initial_value: anything, min_value: anything, max_value: anything },
  ),
  file_input: shape({ type }, { ...actionable, filetypes: list(string(20), 100), max_files: integer(1, 10) }),
};
