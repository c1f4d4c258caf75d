import type { KnownBlock } from '@slack/types';
import { context, type MessageView, person, section } from '../../slack/kit/text.ts';
import type { Incident } from '../incident/words.ts';
import type { RoomPost, RoomPosts } from './words.ts';

/** A post in an incident's room: a sentence, and what stands under it. */
export type PostView<About extends keyof RoomPosts> = (
  post: RoomPosts[About],
  incident: Incident,
) => string | { said: string; under: KnownBlock[] };

export type PostViews = { [About in keyof RoomPosts]: PostView<About> };

export function roomPost(views: PostViews, incident: Incident, post: RoomPost): MessageView {
  // The table is exact post by post; TypeScript cannot follow one lookup over the whole union.
  const view = views[post.about] as (post: RoomPost, incident: Incident) => ReturnType<PostView<keyof RoomPosts>>;
  const shown = view(post, incident);
  const { said, under } = typeof shown === 'string' ? { said: shown, under: [] } : shown;
  return { text: said, blocks: [section(said), ...under] };
}

export const notInvited: PostView<'not_invited'> = ({ people }) => ({
  said: `⚠️ Could not invite ${people.map((one) => `${person(one.person)} (${one.because})`).join(', ')}.`,
  under: [context('Ask somebody with the right to do so to add them.')],
});
