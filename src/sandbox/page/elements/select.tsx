/** Every kind of select menu, over the one picker. */
import type { ExternalSelect, MultiExternalSelect, MultiSelect, PlainTextOption, Select } from '@slack/types';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import { useSession, WorkspaceContext } from '../live/context.ts';
import type { Workspace } from '../live/workspace.ts';
import {
  type ChoiceGroup,
  chosenIn,
  conversationChoices,
  optionChoice,
  stateChoosing,
  userChoices,
} from './choices.ts';
import { useConfirm } from './confirm.tsx';
import { HereContext } from './here.ts';
import { Picker } from './picker.tsx';
import { useSurface } from './surface.ts';
import { type ElementProps, useElement } from './use-element.ts';

type External = ExternalSelect | MultiExternalSelect;
type Known = Exclude<Select | MultiSelect, External>;

export function SelectElement(props: ElementProps<Known>) {
  const workspace = useContext(WorkspaceContext);
  const groups = useMemo(() => (workspace ? groupsOf(props.element, workspace) : []), [props.element, workspace]);
  return <SelectPicker props={props} groups={groups} />;
}

export function ExternalSelectElement(props: ElementProps<External>) {
  const { act } = useSession();
  const { place } = useSurface();
  const { blockId, element } = props;
  const search = async (typed: string) => {
    const answer = await act({ kind: 'options', place, blockId, actionId: element.action_id ?? '', typed });
    if (!answer.ok) return answer.why;
    return [{ choices: (answer.options ?? []).map((found) => optionChoice(slackOption(found))) }];
  };
  return <SelectPicker props={props} groups={[]} search={search} minQuery={element.min_query_length ?? 3} />;
}

interface SelectPickerProps {
  props: ElementProps<Known | External>;
  groups: ChoiceGroup[];
  search?: (typed: string) => Promise<ChoiceGroup[] | string>;
  minQuery?: number;
}

function SelectPicker({ props, groups, search, minQuery }: SelectPickerProps) {
  const { element, field } = props;
  const { state, set, hold, isPending } = useElement(props);
  const here = useContext(HereContext);
  const { ask, dialog } = useConfirm(element.confirm);
  const chosen = chosenIn(
    state,
    groups.flatMap((group) => group.choices),
  );
  const defaultsTo =
    'default_to_current_conversation' in element && element.default_to_current_conversation ? here : undefined;
  const isEmpty = chosen.length === 0;
  useEffect(() => {
    if (defaultsTo && isEmpty) hold(stateChoosing(element.type, [{ key: defaultsTo, text: defaultsTo }]));
    // Only when the menu first appears: emptying it later is the person's choice.
  }, [defaultsTo]);
  const max = 'max_selected_items' in element ? element.max_selected_items : undefined;
  return (
    <>
      <Picker
        groups={groups}
        chosen={chosen}
        choose={(choices) => ask(() => set(stateChoosing(element.type, choices)))}
        isMulti={element.type.startsWith('multi_')}
        placeholder={element.placeholder?.text ?? 'Choose'}
        isPending={isPending}
        focusOnLoad={element.focus_on_load === true}
        {...(max === undefined ? {} : { max })}
        {...(field ? { field } : {})}
        {...(search ? { search, minQuery: minQuery ?? 3 } : {})}
      />
      {dialog}
    </>
  );
}

function groupsOf(element: Known, workspace: Workspace): ChoiceGroup[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      if (!element.option_groups) return [{ choices: (element.options ?? []).map(optionChoice) }];
      return element.option_groups.map((group) => ({
        label: group.label.text,
        choices: group.options.map(optionChoice),
      }));
    case 'users_select':
    case 'multi_users_select':
      return [{ choices: userChoices(workspace) }];
    case 'channels_select':
    case 'multi_channels_select':
      return [{ choices: conversationChoices(workspace, { include: ['public'] }) }];
    case 'conversations_select':
    case 'multi_conversations_select':
      return [{ choices: conversationChoices(workspace, element.filter) }];
  }
}

function slackOption(found: { text: string; value: string; description?: string }): PlainTextOption {
  const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });
  return {
    text: plain(found.text),
    value: found.value,
    ...(found.description ? { description: plain(found.description) } : {}),
  };
}
