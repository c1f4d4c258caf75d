/** A person uses an element of a message, a modal or the home tab. */
import { type Field, fieldsOf } from '../blocks/fields.ts';
import { isObject } from '../blocks/shapes.ts';
import { blockActions, blockSuggestion } from '../delivery/interactions.ts';
import { findSpot, type Spot } from '../delivery/spots.ts';
import type { Act, ActAnswer, ElementState } from '../protocol.ts';
import type { StoredPerson } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';
import { cannot, heardFrom } from './answers.ts';
import { chosenFiles } from './form-files.ts';

type Click = Extract<Act, { kind: 'click' }>;
type Options = Extract<Act, { kind: 'options' }>;

const GONE = 'That is no longer there. It may have changed just now.';

function findUsed(workspace: Workspace, act: Click | Options): { spot: Spot; field: Field } | undefined {
  const spot = findSpot(workspace, act.as, act.place);
  const field =
    spot && fieldsOf(spot.blocks).find((one) => one.blockId === act.blockId && one.actionId === act.actionId);
  return spot && field ? { spot, field } : undefined;
}

export async function click(workspace: Workspace, person: StoredPerson, act: Click): Promise<ActAnswer> {
  const used = findUsed(workspace, act);
  if (!used || !isOffered(used.field, act.state)) return cannot(GONE);
  const payload = blockActions(workspace, person, used.spot, {
    field: used.field,
    state: { ...act.state, type: used.field.element.type },
    values: chosenFiles(workspace, person, act.values ?? {}),
  });
  return heardFrom(workspace, await workspace.deliveries.ask('interaction', payload));
}

/** Whether every chosen option is one of those the app offered. External selects offer what they like. */
function isOffered({ element }: Field, state: ElementState): boolean {
  const { options, option_groups: groups } = element;
  const lists = [options, ...(Array.isArray(groups) ? groups.map((group) => isObject(group) && group.options) : [])];
  const offered = lists.filter(Array.isArray).flat().filter(isObject);
  if (offered.length === 0) return true;
  const chosen = [state.selected_option, ...(Array.isArray(state.selected_options) ? state.selected_options : [])];
  return chosen.filter(isObject).every((one) => offered.some((option) => option.value === one.value));
}

/** A person types into an external select: the app offers options. */
export async function suggest(workspace: Workspace, person: StoredPerson, act: Options): Promise<ActAnswer> {
  const used = findUsed(workspace, act);
  if (!used) return cannot(GONE);
  const payload = blockSuggestion(workspace, person, used.spot, used.field, act.typed);
  const answer = await workspace.deliveries.ask('options', payload);
  const heard = heardFrom(workspace, answer);
  if (!answer.ok || !heard.ok) return heard;
  return { ok: true, options: offeredOptions(answer.body) };
}

const MAX_OPTIONS = 100;

function offeredOptions(
  body: Record<string, unknown> | undefined,
): { text: string; value: string; description?: string }[] {
  const groups = Array.isArray(body?.option_groups) ? body.option_groups : [body];
  const options = groups.flatMap((group) => (isObject(group) && Array.isArray(group.options) ? group.options : []));
  return options
    .slice(0, MAX_OPTIONS)
    .filter(isObject)
    .map(({ text, value, description }) => ({
      text: textOf(text),
      value: String(value),
      ...(description ? { description: textOf(description) } : {}),
    }));
}

function textOf(text: unknown): string {
  return isObject(text) ? String(text.text ?? '') : '';
}
