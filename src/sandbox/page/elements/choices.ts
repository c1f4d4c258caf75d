/** What a select menu offers, and how a choice becomes the state Slack sends. Pure. */
import type { Option, PlainTextOption } from '@slack/types';
import type { Channel, ElementState, Person } from '../../protocol.ts';
import { partnerOf, type Workspace } from '../live/workspace.ts';
import { stateHolding, valueIn } from './element-state.ts';

export interface Choice {
  key: string;
  text: string;
  description?: string;
  person?: Person;
  kind?: Channel['kind'];
  /** For menus of options: the option as the app wrote it. */
  option?: PlainTextOption;
}

export interface ChoiceGroup {
  label?: string;
  choices: Choice[];
}

export interface ConversationFilter {
  include?: ('im' | 'mpim' | 'private' | 'public')[];
  exclude_bot_users?: boolean;
}

export function optionChoice(option: PlainTextOption): Choice {
  const description = option.description?.text;
  return { key: option.value ?? '', text: option.text.text, option, ...(description ? { description } : {}) };
}

export function userChoices(workspace: Workspace): Choice[] {
  const active = workspace.people.filter((person) => !person.isDeactivated);
  return active.map((person) => ({ key: person.id, text: person.realName, description: person.title, person }));
}

export function conversationChoices(workspace: Workspace, filter: ConversationFilter = {}): Choice[] {
  const include = filter.include ?? ['im', 'private', 'public'];
  const kinds: Record<Channel['kind'], 'im' | 'private' | 'public'> = {
    dm: 'im',
    private: 'private',
    public: 'public',
  };
  return [...workspace.channels, ...workspace.joinable]
    .filter((channel) => !channel.isArchived && include.includes(kinds[channel.kind]))
    .flatMap((channel): Choice[] => {
      if (channel.kind !== 'dm') return [{ key: channel.id, text: channel.name, kind: channel.kind }];
      const person = workspace.people.find((one) => one.id === partnerOf(channel, workspace.me));
      if (!person || (filter.exclude_bot_users && person.isBot)) return [];
      return [{ key: channel.id, text: person.realName, kind: channel.kind, person }];
    });
}

/** What a state holds, as choices; `known` gives names to ids. */
export function chosenIn(state: ElementState, known: Choice[]): Choice[] {
  const held = valueIn(state);
  const list: unknown[] = Array.isArray(held) ? held : held ? [held] : [];
  return list.flatMap((one): Choice[] => {
    if (isOption(one)) return [optionChoice(one)];
    if (typeof one !== 'string') return [];
    return [known.find((choice) => choice.key === one) ?? { key: one, text: one }];
  });
}

export function stateChoosing(type: string, choices: Choice[]): ElementState {
  const values = choices.map((choice) => choice.option ?? choice.key);
  return stateHolding(type, type.startsWith('multi_') ? values : (values[0] ?? null));
}

/** Choices whose words contain what was typed; empty groups fall away. */
export function matching(groups: ChoiceGroup[], typed: string): ChoiceGroup[] {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return groups;
  return groups
    .map((group) => ({
      ...group,
      choices: group.choices.filter((choice) =>
        `${choice.text} ${choice.description ?? ''}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter((group) => group.choices.length > 0);
}

function isOption(value: unknown): value is Option & PlainTextOption {
  return typeof value === 'object' && value !== null && 'text' in value;
}
