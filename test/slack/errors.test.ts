import { describe, expect, test } from 'vitest';
import { obstacleOf, whyNotInvited } from '../../src/slack/errors.ts';

function refused(method: string, code: string, args: Record<string, unknown>, data: Record<string, unknown> = {}) {
  return obstacleOf({ method, code, data }, args, false);
}

describe('what Slack refuses names what to mend, and the same mending has the same key', () => {
  test.each([
    ['chat.postMessage', 'is_archived', { channel: 'C1' }, 'channel:C1', '<#C1> is archived. Unarchive it.'],
    ['chat.update', 'is_inactive', { channel: 'C1' }, 'channel:C1', '<#C1> is archived. Unarchive it.'],
    ['conversations.setTopic', 'not_in_channel', { channel: 'C1' }, 'channel:C1', 'Invite @Firebreak there.'],
    ['bookmarks.add', 'channel_not_found', { channel_id: 'C1' }, 'channel:C1', 'Invite @Firebreak there.'],
    ['chat.postMessage', 'restricted_action', { channel: 'C1' }, 'channel:C1', 'does not let Firebreak post in <#C1>'],
    ['chat.postMessage', 'channel_not_found', { channel: 'U1' }, 'person:U1', '<@U1> cannot be written to'],
    ['conversations.open', 'user_disabled', { users: 'U1' }, 'person:U1', "<@U1>'s account is deactivated"],
    ['chat.postMessage', 'token_revoked', { channel: 'C1' }, 'token', 'Install the app again and set SLACK_BOT_TOKEN.'],
    ['chat.postMessage', 'account_inactive', { channel: 'C1' }, 'token', 'The app was removed from the workspace.'],
    ['conversations.create', 'restricted_action', { name: 'x' }, 'right:conversations.create', 'create channels'],
    ['conversations.create', 'user_is_restricted', { name: 'x' }, 'right:conversations.create', 'create channels'],
    ['conversations.create', 'cannot_create_channel', { name: 'x' }, 'right:conversations.create', 'create channels'],
    ['chat.postMessage', 'messages_tab_disabled', { channel: 'C1' }, 'messages-tab', "The app's Messages tab is off"],
  ])('%s %s of %o', (method, code, args, key, why) => {
    const found = refused(method, code, args);
    expect(found?.key).toBe(key);
    expect(found?.why).toContain(why);
    expect(found?.why).toContain(`(${method}: ${code})`);
  });

  test('a missing permission is named', () => {
    const found = refused(
      'pins.add',
      'missing_scope',
      { channel: 'C1' },
      { needed: 'pins:write', provided: 'commands' },
    );
    expect(found).toEqual({
      key: 'scope:pins:write',
      why: expect.stringContaining('lacks the permission `pins:write`'),
    });
  });

  test('while Slack still knows us, a refusal that speaks of an account is about the person written to', () => {
    const found = obstacleOf(
      { method: 'chat.postMessage', code: 'account_inactive', data: {} },
      { channel: 'U1' },
      true,
    );
    expect(found?.key).toBe('person:U1');
  });

  test.each(['internal_error', 'fatal_error', 'ratelimited', 'invalid_blocks', 'msg_too_long', 'something_new'])(
    '%s is nothing that a person could mend',
    (code) => {
      expect(refused('chat.postMessage', code, { channel: 'C1' })).toBeNull();
    },
  );

  test('what Slack writes cannot mention anybody', () => {
    const found = refused('pins.add', 'missing_scope', { channel: 'C1' }, { needed: '<!channel>' });
    expect(found?.why).not.toContain('<!channel>');
    expect(whyNotInvited('<!channel>')).not.toContain('<!channel>');
  });
});
