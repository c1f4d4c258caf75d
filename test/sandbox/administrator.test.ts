import { expect, test } from 'vitest';
import { MATEO, PRIYA, SOCIAL_ALERTS } from '../../src/sandbox/data/acme.ts';
import { administrator } from '../workspace.ts';
import { client, refusal, workspace } from './workspace.ts';

test('an administrator makes and mends by the names of channels, in private rooms through somebody who is there', async () => {
  const sandbox = await workspace({ retryDelays: [] });
  const web = client(sandbox);
  const room = await web.conversations.create({ name: 'war-room', is_private: true });
  await web.conversations.invite({ channel: room.channel?.id ?? '', users: MATEO });
  const post = (channel: string) => refusal(web.chat.postMessage({ channel, text: 'x' }));
  const admin = administrator(sandbox);

  await admin.archive('#war-room');
  expect(await post('war-room')).toBe('is_archived');
  await admin.unarchive('#war-room');
  await admin.kick('#war-room');
  expect(await post(room.channel?.id ?? '')).toBe('channel_not_found');
  await admin.invite('#war-room');
  expect(await post('war-room')).toBe('no refusal');

  await admin.kick('#social-alerts');
  expect(await post(SOCIAL_ALERTS)).toBe('not_in_channel');
  await admin.invite('#social-alerts');
  await admin.limitPosting('#social-alerts');
  expect(await post(SOCIAL_ALERTS)).toBe('restricted_action_read_only_channel');
  await admin.letAllPost('#social-alerts');
  expect(await post(SOCIAL_ALERTS)).toBe('no refusal');
  await admin.rename('#social-alerts', 'posts');
  await admin.deleteChannel('#posts');
  expect(await post(SOCIAL_ALERTS)).toBe('channel_not_found');
  await admin.deactivate(PRIYA);
  expect(await post(PRIYA)).toBe('channel_not_found');
  await admin.reactivate(PRIYA);
  expect(await post(PRIYA)).toBe('no refusal');
  await expect(admin.archive('#general')).rejects.toThrow('#general cannot be archived.');
  await expect(admin.archive('#nowhere')).rejects.toThrow('There is no channel #nowhere.');
});
