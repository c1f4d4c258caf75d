import { describe, expect, test } from 'vitest';
import { blockProblems, textLength } from '../../src/sandbox/blocks/block-rules.ts';
import { viewProblems } from '../../src/sandbox/blocks/view-rules.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (more: object = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object) => ({ type: 'input', block_id: 'i', label: plain('Label'), element });
const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: plain('o'), value: `${index}` }));
const select = (count: number) => ({ type: 'static_select', action_id: 's', options: options(count) });
const modal = (more: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Send'),
  blocks: [section('x')],
  ...more,
});
const times = (count: number, block: object) => Array.from({ length: count }, () => block);

describe('a message takes', () => {
  test.each([
    ['a header of 150 characters', { type: 'header', text: plain('é'.repeat(150)) }],
    ['150 emoji outside the basic plane', { type: 'header', text: plain('🔥'.repeat(150)) }],
    ['a section of 3,000', section('x'.repeat(3000))],
    ['a button with a value of 2,000', actions(button({ value: 'v'.repeat(2000), style: 'danger' }))],
    ['a select of 100', actions(select(100))],
    ['a context of ten', { type: 'context', elements: times(10, mrkdwn('x')) }],
    [
      'rich text with a quote',
      { type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: '<!channel>' }] }] },
    ],
    ['an input', input({ type: 'plain_text_input', action_id: 'a' })],
    ['a table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }],
    ['an image', { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A chart' }],
  ])('%s', (_what, block) => {
    expect(blockProblems([block], 'message')).toEqual([]);
  });
});

describe('a message refuses', () => {
  test.each([
    ['a header of 151 characters', { type: 'header', text: plain('x'.repeat(151)) }, 'less than 151'],
    ['an empty text', section(''), 'more than 0'],
    ['markup in a header', { type: 'header', text: mrkdwn('x') }, 'unsupported type: mrkdwn'],
    ['a section with nothing', { type: 'section' }, 'text or fields'],
    ['a section of 3,001', section('x'.repeat(3001)), 'less than 3001'],
    ['eleven fields', { type: 'section', fields: times(11, mrkdwn('x')) }, 'no more than 10'],
    ['a field of 2,001', { type: 'section', fields: [mrkdwn('x'.repeat(2001))] }, 'less than 2001'],
    ['26 buttons', actions(...Array.from({ length: 26 }, (_, i) => button({ action_id: `a${i}` }))), 'no more than 25'],
    ['a button text of 76', actions(button({ text: plain('x'.repeat(76)) })), 'less than 76'],
    ['a button value of 2,001', actions(button({ value: 'x'.repeat(2001) })), 'less than 2001'],
    ['a made-up button style', actions(button({ style: 'blue' })), 'must be one of'],
    ['a javascript address', actions(button({ url: 'javascript:alert(1)' })), 'valid URL'],
    ['an action id of 256', actions(button({ action_id: 'x'.repeat(256) })), 'less than 256'],
    ['a select of 101', actions(select(101)), 'no more than 100'],
    ['a select of nothing', actions({ type: 'static_select', action_id: 's' }), 'exactly one of'],
    ['an overflow of six', actions({ type: 'overflow', action_id: 'o', options: options(6) }), 'no more than 5'],
    ['eleven checkboxes', actions({ type: 'checkboxes', action_id: 'c', options: options(11) }), 'no more than 10'],
    [
      'an option text of 76',
      actions({ ...select(1), options: [{ text: plain('x'.repeat(76)), value: 'v' }] }),
      'less than 76',
    ],
    ['two buttons of one name', actions(button(), button()), 'action_id "go" already exists'],
    ['a field Slack does not know', { ...section('x'), color: 'red' }, 'additional property: color'],
    ['a block Slack does not know', { type: 'bogus' }, 'unsupported type: bogus'],
    ['an alert', { type: 'alert', text: plain('x') }, 'not supported in a message'],
    ['a file input', input({ type: 'file_input', action_id: 'f' }), 'not supported in a message'],
    ['an image without an alternative', { type: 'image', image_url: 'https://example.com/a.png' }, 'alt_text'],
    ['eleven context elements', { type: 'context', elements: times(11, mrkdwn('x')) }, 'no more than 10'],
  ])('%s', (_what, block, why) => {
    expect(blockProblems([block], 'message').join('\n')).toContain(why);
  });

  test('51 blocks', () => {
    expect(blockProblems(times(51, { type: 'divider' }), 'message').join()).toContain('no more than 50');
  });

  test('one block id twice', () => {
    const twins = times(2, { type: 'divider', block_id: 'b' });
    expect(blockProblems(twins, 'message').join()).toContain('block_id "b" already exists');
  });

  test('a second table', () => {
    const table = { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] };
    expect(blockProblems([table, table], 'message').join()).toContain('no more than 1 table');
  });

  test('markdown that is too long together', () => {
    const markdown = { type: 'markdown', text: 'x'.repeat(7000) };
    expect(blockProblems([markdown, markdown], 'message').join()).toContain('markdown must be less');
  });
});

test('the same button may stand in every row of a list', () => {
  expect(blockProblems([actions(button()), actions(button())], 'message')).toEqual([]);
});

describe('a modal refuses', () => {
  test.each([
    ['a title of 25', modal({ title: plain('x'.repeat(25)) }), 'less than 25'],
    ['a submit of 25', modal({ submit: plain('x'.repeat(25)) }), 'less than 25'],
    ['no title', { type: 'modal', blocks: [section('x')] }, 'missing required field: title'],
    ['private metadata of 3,001', modal({ private_metadata: 'x'.repeat(3001) }), 'less than 3001'],
    [
      'an input without submit',
      { type: 'modal', title: plain('T'), blocks: [input({ type: 'plain_text_input', action_id: 'a' })] },
      'submit is required',
    ],
    ['101 blocks', modal({ blocks: times(101, { type: 'divider' }) }), 'no more than 100'],
    [
      'a table',
      modal({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }] }),
      'not supported in a modal',
    ],
    ['a home view', { type: 'home', blocks: [section('x')] }, 'must be one of: modal'],
  ])('%s', (_what, view, why) => {
    expect(viewProblems(view, 'modal').join('\n')).toContain(why);
  });
});

test('a modal takes an alert, a home tab does not', () => {
  const alert = { type: 'alert', text: plain('Careful') };
  expect(viewProblems(modal({ blocks: [alert] }), 'modal')).toEqual([]);
  expect(viewProblems({ type: 'home', blocks: [alert] }, 'home').join()).toContain('not supported in a home');
});

test('a problem says where it is', () => {
  const view = modal({ blocks: [section('x'), section('')] });
  expect(viewProblems(view, 'modal')).toEqual([
    'must be more than 0 characters [json-pointer:/view/blocks/1/text/text]',
  ]);
});

test('the text of a message is what people read of it', () => {
  expect(
    textLength([
      section('abc'),
      { type: 'context', elements: [mrkdwn('de')] },
      { type: 'divider', block_id: 'long id' },
    ]),
  ).toBe(5);
});
