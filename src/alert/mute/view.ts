/** What is snoozed by author, hashtag or query: its post, its form, and the list. */

import type { KnownBlock, ModalView, PlainTextOption, SectionBlock } from '@slack/types';
import { button, option, optionsOf } from '../../slack/kit/elements.ts';
import { modal, RESULT_FORM, selectInput } from '../../slack/kit/frame.ts';
import { context, counted, type MessageView, moment, moreThan, person, quoted, section } from '../../slack/kit/text.ts';
import { MUTE_LENGTHS, type MuteChoice } from './rule.ts';
import { MUTE_FORM, MUTES, type Mute, STOP_MUTE } from './words.ts';

/** A mute, and what it holds back now. */
export interface ShownMute {
  mute: Mute;
  stories: number;
  posts: number;
}

/** The post that says who snoozed what until when, with the way to stop it. */
export function muteCard(shown: ShownMute): MessageView {
  const { mute } = shown;
  const what = `${person(mute.by)} snoozed ${nameOf(mute)}`;
  if (mute.endedAt) {
    const how = mute.endedBy ? `${person(mute.endedBy)} stopped it` : 'It is over since';
    const said = `🔔 ${what}. ${how} ${moment(mute.endedAt)}. What it held back has cards now.`;
    return { text: said, blocks: [context(said)] };
  }
  return { text: `🔕 ${what}`, blocks: [{ ...muteLine(shown), block_id: `mute_${mute.id}` }] };
}

function muteLine({ mute, stories, posts }: ShownMute): SectionBlock {
  const held =
    posts === 0
      ? 'Nothing has been held back yet.'
      : `*${counted(posts, 'post')}* held back, in ${counted(stories, 'story', 'stories')}.`;
  const until = `until ${moment(mute.until)}. SEV1 always comes through.`;
  return {
    ...section(`🔕 ${person(mute.by)} snoozed ${nameOf(mute)} ${until}\n${held}`),
    accessory: button(`${STOP_MUTE}_${mute.id}`, 'Stop', {
      value: JSON.stringify({ muteId: mute.id }),
      label: 'Stop this snooze and show what it held back',
    }),
  };
}

/** All that is snoozed now, for App Home and `/incident snoozes`. At most 20 are shown. */
export function muteList(shown: ShownMute[]): KnownBlock[] {
  const lines: KnownBlock[] = shown.slice(0, 20).map(muteLine);
  return [...lines, ...moreThan(lines.length, shown.length)];
}

/** `#acmegate`, `@kim`, the query “acme AND refund”. */
export function nameOf({ kind, value }: MuteChoice): string {
  const said = quoted(value, 100) || '…';
  if (kind === 'hashtag') return `*#${said}*`;
  return kind === 'author' ? `the author *${said}*` : `the query “${said}”`;
}

/** Slack shows at most 100 choices, and carries 3,000 characters through a form. */
const MOST_CHOICES = 100;
const CARRIED = 2_900;

/** What of an alert's mentions to snooze, and for how long. `unread` mentions were not looked through. */
export function muteModal(choices: MuteChoice[], unread = 0): ModalView {
  if (fitting(choices) === 0) {
    const text = 'These posts name no author, no hashtag and no query, so there is nothing to snooze by.';
    return modal({ id: RESULT_FORM, title: 'Snooze', about: {}, blocks: [section(text)] });
  }
  const shown = choices.slice(0, fitting(choices));
  return modal({
    id: MUTE_FORM,
    title: 'Snooze',
    submit: 'Snooze',
    about: { choices: shown },
    blocks: [
      section(
        'New stories that match make no noise until it is over. Everybody sees it in this channel and can stop it.',
      ),
      selectInput('what', 'What?', shown.map(optionOf), null),
      ...moreThan(shown.length, choices.length),
      ...(unread > 0 ? [context(`${counted(unread, 'later mention')} of the story were not looked through.`)] : []),
      selectInput('length', 'For how long?', optionsOf(MUTE_LENGTHS), '60', { hint: 'SEV1 always comes through.' }),
    ],
  });
}

function fitting(choices: MuteChoice[]): number {
  let most = Math.min(choices.length, MOST_CHOICES);
  while (most > 0 && JSON.stringify({ choices: choices.slice(0, most) }).length > CARRIED) most--;
  return most;
}

/** A query may be longer than the 75 characters an option's value holds, so a choice goes by its place. */
function optionOf({ kind, value }: MuteChoice, place: number): PlainTextOption {
  const sign = kind === 'hashtag' ? '#' : '';
  return option(String(place), `${MUTES[kind]}: ${sign}${value}`);
}
