/** Texts, options and pictures: what elements and blocks are made of. Pure. */
import { anything, boolean, both, byType, exactlyOne, list, type Rule, shape, string, url } from './shapes.ts';

/** `byType` has looked at it. */
const type = anything;

export const id = string(255);

export function plain(max: number): Rule {
  return byType({ plain_text: plainShape(max) });
}

export function mrkdwn(max: number): Rule {
  return byType({ mrkdwn: mrkdwnShape(max) });
}

export function anyText(max: number): Rule {
  return byType({ plain_text: plainShape(max), mrkdwn: mrkdwnShape(max) });
}

export function plainShape(max: number): Rule {
  return shape({ type: anything, text: string(max) }, { emoji: boolean });
}

export function mrkdwnShape(max: number): Rule {
  return shape({ type: anything, text: string(max) }, { verbatim: boolean });
}

/** Docs and the Python SDK say 150 for the value, the JSDoc of `@slack/types` says 75. */
export function option(text: Rule, more: Record<string, Rule> = {}): Rule {
  return shape({ text, value: string(150) }, { description: anyText(75), ...more });
}

export const plainOption = option(plain(75));

export const richOption = option(anyText(75));

export const optionGroup = shape({ label: plain(75), options: list(plainOption, 100) });

export const image = both(
  shape({ type, alt_text: string(2000) }, { image_url: url, slack_file: shape({}, { id, url }) }),
  exactlyOne('image_url', 'slack_file'),
);
