import { describe, expect, test } from 'vitest';
import { type Known, offerFor } from '../../src/sandbox/page/chat/composer/completions.ts';
import { outgoingOf } from '../../src/sandbox/page/chat/composer/outgoing.ts';
import { initialState, stateHolding } from '../../src/sandbox/page/elements/element-state.ts';
import { readRoute, writeRoute } from '../../src/sandbox/page/live/route.ts';

const ACCOUNT = { tz: 'UTC', isBot: false, isDeactivated: false, role: 'member' as const };

const known: Known = {
  commands: [{ command: '/incident', description: 'Incidents', usageHint: '[open | list]', verbs: ['open', 'list'] }],
  people: [
    { id: 'U1', name: 'ana', realName: 'Ana Brito', title: 'Lead', ...ACCOUNT },
    { id: 'U2', name: 'tom', realName: 'Tom Gone', title: '', ...ACCOUNT, isDeactivated: true },
  ],
  channels: [],
};

describe('the composer offers', () => {
  const inserts = (before: string) => offerFor(before, known)?.items.map((item) => item.insert);

  test('commands after a slash at the very beginning', () => {
    expect(inserts('/inc')).toEqual(['/incident ']);
    expect(inserts('see /inc')).toBeUndefined();
  });

  test('the verbs of a command, without standing in the way of Enter', () => {
    expect(inserts('/incident ')).toEqual(['open ', 'list ']);
    expect(offerFor('/incident l', known)).toMatchObject({ from: 10, isEager: false });
    expect(inserts('/incident list')).toBeUndefined();
  });

  test('people by handle or name, but nobody who has left', () => {
    expect(inserts('hello @bri')).toEqual(['@ana ']);
    expect(inserts('@tom')).toBeUndefined();
  });

  test('nothing in the middle of an address', () => {
    expect(inserts('ana@ex')).toBeUndefined();
  });
});

describe('what is sent', () => {
  test('a line with a known command is a command, everything else a message', () => {
    expect(outgoingOf('/Incident open  now', ['/incident'], false)).toEqual({
      kind: 'command',
      command: '/incident',
      text: 'open  now',
    });
    expect(outgoingOf('either/or', ['/incident'], false)).toEqual({ kind: 'post', text: 'either/or' });
  });

  test('an unknown command, and one in a thread, are refused with the way out', () => {
    expect(outgoingOf('/incidnt', ['/incident'], false)).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('/incident'),
    });
    expect(outgoingOf('/incident', ['/incident'], true)).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('channel'),
    });
  });
});

describe('an element holds', () => {
  test('what the app put into it, or nothing, in the shape Slack sends', () => {
    const option = { text: { type: 'plain_text', text: 'A' }, value: 'a' };
    expect(initialState({ type: 'plain_text_input' })).toEqual({ type: 'plain_text_input', value: null });
    expect(initialState({ type: 'multi_users_select' })).toEqual({ type: 'multi_users_select', selected_users: [] });
    expect(initialState(Object.assign({ type: 'static_select' }, { initial_option: option }))).toEqual({
      type: 'static_select',
      selected_option: option,
    });
  });

  test('no empty text', () => {
    expect(stateHolding('plain_text_input', '')).toEqual({ type: 'plain_text_input', value: null });
  });
});

test.each(['', 'home', 'C1', 'C1/1700000000.000100'])('the address #%s survives reading and writing', (hash) => {
  expect(writeRoute(readRoute(`#${hash}`))).toBe(hash);
});
