/** bookmarks.*: the app puts links at the top of channels. */
import { edit } from '../changes/channels.ts';
import type { Bookmark } from '../protocol.ts';
import { reasons, refuse } from '../refusal.ts';
import { newId } from '../state/ids.ts';
import type { StoredChannel } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';
import { type Args, need, text } from './arguments.ts';
import { type Method, openChannel, visibleChannel } from './method.ts';

const MAX_BOOKMARKS = 100;

/** Bookmarks as the Web API writes them. */
function slackBookmark(workspace: Workspace, channel: StoredChannel, bookmark: Bookmark): Record<string, unknown> {
  return {
    ...bookmark,
    channel_id: channel.id,
    type: 'link',
    emoji: bookmark.emoji ?? '',
    app_id: workspace.app.appId,
    last_updated_by_user_id: workspace.app.botUserId,
  };
}

function bookmarkChannel(workspace: Workspace, args: Args): StoredChannel {
  return openChannel(workspace, args, 'channel_id');
}

function linkArgument(args: Args): string {
  const link = need(args, 'link');
  if (!URL.canParse(link) || !/^https?:$/.test(new URL(link).protocol)) throw refuse('invalid_link');
  return link;
}

const addBookmark: Method = (workspace, args) => {
  const channel = bookmarkChannel(workspace, args);
  if (need(args, 'type') !== 'link') throw refuse('invalid_bookmark_type');
  if (channel.bookmarks.length >= MAX_BOOKMARKS) throw refuse('too_many_bookmarks');
  const emoji = text(args, 'emoji');
  const bookmark = {
    id: newId('Bk'),
    title: need(args, 'title'),
    link: linkArgument(args),
    ...(emoji ? { emoji } : {}),
  };
  edit(workspace, channel, { bookmarks: [...channel.bookmarks, bookmark] });
  return { bookmark: slackBookmark(workspace, channel, bookmark) };
};

const editBookmark: Method = (workspace, args) => {
  const channel = bookmarkChannel(workspace, args);
  const before = bookmarkArgument(channel, args);
  const emoji = text(args, 'emoji') ?? before.emoji;
  const after: Bookmark = {
    id: before.id,
    title: text(args, 'title') ?? before.title,
    link: text(args, 'link') ? linkArgument(args) : before.link,
    ...(emoji ? { emoji } : {}),
  };
  edit(workspace, channel, { bookmarks: channel.bookmarks.map((one) => (one.id === after.id ? after : one)) });
  return { bookmark: slackBookmark(workspace, channel, after) };
};

function bookmarkArgument(channel: StoredChannel, args: Args): Bookmark {
  const id = need(args, 'bookmark_id');
  const bookmark = channel.bookmarks.find((one) => one.id === id);
  if (!bookmark) throw refuse('not_found', reasons([`no bookmark ${id}`]));
  return bookmark;
}

const removeBookmark: Method = (workspace, args) => {
  const channel = bookmarkChannel(workspace, args);
  const { id } = bookmarkArgument(channel, args);
  edit(workspace, channel, { bookmarks: channel.bookmarks.filter((bookmark) => bookmark.id !== id) });
  return {};
};

const listBookmarks: Method = (workspace, args) => {
  const channel = visibleChannel(workspace, args, 'channel_id');
  return { bookmarks: channel.bookmarks.map((bookmark) => slackBookmark(workspace, channel, bookmark)) };
};

export const bookmarkMethods: Record<string, Method> = {
  'bookmarks.add': addBookmark,
  'bookmarks.edit': editBookmark,
  'bookmarks.remove': removeBookmark,
  'bookmarks.list': listBookmarks,
};
