/** What happens to the channels that Firebreak speaks in: archived, left, deleted, and mended again. */
import type { App } from '@slack/bolt';
import { oweNow } from '../db/record.ts';
import { tryNow } from '../delivery/obstacles.ts';
import type { Firebreak } from '../slack/firebreak.ts';

/**
 * An installation made with an older manifest hears of none of this. There what fails says so, and what is mended is
 * found out within seconds.
 */
export function listenForChannels(app: App, firebreak: Firebreak): void {
  const { db, now } = firebreak;

  const mended = (channel: string) => tryNow(db, `channel:${channel}`, now());
  app.event('channel_unarchive', async ({ event }) => void (await mended(event.channel)));
  app.event('group_unarchive', async ({ event }) => void (await mended(event.channel)));
  app.event('member_joined_channel', async ({ event }) => {
    if (event.user === firebreak.botUserId()) await mended(event.channel);
  });

  /** Looked at before the next thing is to be said there, so that somebody can mend it in time. */
  const check = (channel: string) => oweNow(db, [{ kind: 'channel_check', channel }], now());
  app.event('channel_archive', async ({ event }) => check(event.channel));
  app.event('group_archive', async ({ event }) => check(event.channel));
  app.event('channel_left', async ({ event }) => check(event.channel));
  app.event('group_left', async ({ event }) => check(event.channel));
  app.event('channel_deleted', async ({ event }) => check(event.channel));
  app.event('group_deleted', async ({ event }) => check(event.channel));
}
