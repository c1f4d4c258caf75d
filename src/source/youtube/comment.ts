import type { Mapped } from '../source.ts';
import { count } from '../values/count.ts';
import { inside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';

/** A comment thread of `commentThreads.list` as a mention: its first comment. Those of the channel itself are ours. */
export function youtubeMention(thread: unknown, source: string, receivedAt: Date): Mapped {
  const said = (...path: string[]) => inside(thread, 'snippet', ...path);
  const comment = (...path: string[]) => said('topLevelComment', 'snippet', ...path);
  const id = said('topLevelComment', 'id') ?? inside(thread, 'id');
  if (!isId(id)) return { kind: 'unusable', why: 'It is no comment thread of YouTube.' };
  const author = comment('authorChannelId', 'value');
  const channel = said('channelId') ?? comment('channelId');
  if (typeof author === 'string' && author === channel) return { kind: 'nothing' };

  const video = said('videoId') ?? comment('videoId');
  const watch = isId(video) ? `https://www.youtube.com/watch?v=${video}` : null;
  const name = comment('authorDisplayName');
  // The original is given to the author of the comment alone; all others get markup.
  const original = comment('textOriginal');
  const [likes, replies] = [count(comment('likeCount')), count(said('totalReplyCount'))];
  return mentionOf(
    source,
    {
      id,
      url: watch === null ? null : `${watch}&lc=${id}`,
      network: 'youtube',
      ...(typeof original === 'string' && original !== '' ? { text: original } : { html: comment('textDisplay') }),
      author: {
        id: author,
        name,
        handle: typeof name === 'string' && name.startsWith('@') ? name : null,
        url: comment('authorChannelUrl'),
      },
      publishedAt: comment('publishedAt'),
      engagement: likes === null && replies === null ? null : (likes ?? 0) + (replies ?? 0),
      parent: watch === null ? null : { kind: 'comment', url: watch },
    },
    receivedAt,
  );
}

/** Ids of videos and comments go into addresses as they are. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,200}$/.test(value);
}
