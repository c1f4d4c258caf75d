/**
 * Which elements Slack lets stand in which blocks. Pure.
 * Limits: https://docs.slack.dev/reference/block-kit and the JSDoc of `@slack/types`.
 */
import { actionable, confirmable, ids, inputs, pickers, richTextInput, selects } from './inputs.ts';
import { anything, byType, list, oneOf, shape, string, url } from './shapes.ts';
import { image, mrkdwnShape, option, plain, plainShape } from './texts.ts';

/** `byType` has looked at it. */
const type = anything;

const color = oneOf('primary', 'danger');

export const button = shape(
  { type, text: plain(75) },
  { ...confirmable, value: string(2000, 0), url, style: color, accessibility_label: string(75) },
);

const overflow = shape({ type, options: list(option(plain(75), { url }), 5) }, confirmable);

const workflowButton = shape(
  { type, text: plain(75), workflow: anything },
  { ...confirmable, style: color, accessibility_label: string(75) },
);

const feedback = shape({ text: plain(75), value: string(2000) }, { accessibility_label: string(75) });

/** May stand in an actions block. */
export const actionElement = byType({
  button,
  overflow,
  workflow_button: workflowButton,
  rich_text_input: richTextInput,
  ...selects,
  ...pickers,
});

/** May stand beside a section's text. */
export const accessory = byType({ button, image, overflow, workflow_button: workflowButton, ...selects, ...pickers });

/** May stand in an input block. */
export const inputElement = byType({ ...selects, ...pickers, ...inputs, rich_text_input: richTextInput });

export const contextElement = byType({ image, plain_text: plainShape(2000), mrkdwn: mrkdwnShape(2000) });

export const contextAction = byType({
  feedback_buttons: shape({ type, positive_button: feedback, negative_button: feedback }, actionable),
  icon_button: shape(
    { type, icon: string(100), text: plain(75) },
    { ...confirmable, accessibility_label: string(75), value: string(2000, 0), visible_to_user_ids: ids },
  ),
});
