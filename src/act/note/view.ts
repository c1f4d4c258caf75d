import { person, section, spoken } from '../../slack/kit/text.ts';
import type { PostView } from '../room/view-post.ts';

export const notePost: PostView<'note'> = ({ text, by }) => ({
  said: `📝 *Note by ${person(by)}*`,
  under: [section(spoken(text))],
});
