export const SOURCES = 'sources';
export const SOURCE_ADD = 'source_add';
export const SOURCE_LIST = 'source_list';
export const TURN_SOURCES = 'source_page';
export const SOURCE_MENU = 'source_more';
export const SOURCE_LOOK = 'source_look';
export const TURN_REJECTED = 'rejected_page';
export const REJECTED_AGAIN = 'rejected_again';
export const SOURCES_FORM = 'sources';
export const SOURCE_KIND_FORM = 'source_kind';
export const SOURCE_FORM_FORM = 'source_form';
export const SOURCE_ROTATE_FORM = 'source_rotate';
export const SOURCE_REMOVE_FORM = 'source_remove';

/** What the menu of a source offers. */
export const MORE_SOURCE = {
  test: 'Test',
  pause: 'Pause',
  resume: 'Resume',
  rotate: 'Rotate secret…',
  rejected: 'Rejected…',
  remove: 'Remove…',
} as const;
