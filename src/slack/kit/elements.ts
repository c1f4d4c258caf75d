import type { Button, ConfirmationDialog, MrkdwnOption, Option, PlainTextOption } from '@slack/types';
import { plain } from './text.ts';

export interface ButtonLook {
  value: string;
  style?: 'primary' | 'danger';
  label?: string;
  confirm?: ConfirmationDialog;
}

export function button(actionId: string, text: string, { value, style, label, confirm }: ButtonLook): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(text, 75),
    value,
    ...(style ? { style } : {}),
    ...(label ? { accessibility_label: label.slice(0, 75) } : {}),
    ...(confirm ? { confirm } : {}),
  };
}

/** One choice of a select. Slack cuts off at 75 characters. */
export function option(value: string, text: string): PlainTextOption {
  return { text: plain(text, 75), value };
}

/** One choice among boxes to tick: mrkdwn that is ours, and other people's words below it. 75 characters each. */
export function richOption(value: string, text: string, description: string): MrkdwnOption {
  return { value, text: { type: 'mrkdwn', text, verbatim: true }, description: plain(description, 75) };
}

/** One choice per entry of a record of words, for instance `CAUSES`. */
export function optionsOf(words: Record<string, string>): PlainTextOption[] {
  return Object.entries(words).map(([value, text]) => option(value, text));
}

/** The choices among `all` whose values are named; undefined when none is, because Slack refuses an empty list. */
export function chosen<O extends Option>(all: O[], values: readonly string[]): O[] | undefined {
  const found = all.filter((one) => one.value !== undefined && values.includes(one.value));
  return found.length > 0 ? found : undefined;
}

export function confirm(title: string, text: string, yes: string): ConfirmationDialog {
  return { title: plain(title, 100), text: plain(text, 300), confirm: plain(yes, 30), deny: plain('Not now', 30) };
}
