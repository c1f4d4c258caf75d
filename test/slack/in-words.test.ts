import { expect, test } from 'vitest';
import { button } from '../../src/slack/kit/elements.ts';
import { inWords, rings, unrung } from '../../src/slack/kit/in-words.ts';
import { context, quote, section } from '../../src/slack/kit/text.ts';

test('a message in words says all that its blocks say, and where its links lead', () => {
  const view = inWords({
    text: 'SEV1 on X',
    blocks: [
      { type: 'divider' },
      section('*SEV1* suggested'),
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'Kim <Lee>', style: { bold: true } },
              { type: 'text', text: ' · ' },
              { type: 'link', url: 'https://x.com/1', text: 'Open on X' },
            ],
          },
        ],
      },
      quote('<!channel> they hurt *me*', 100),
      context('reach 40', 'received today'),
      { type: 'actions', elements: [button('a', 'Escalate', { value: '1' })] },
    ],
  });
  expect(view).toEqual({
    text: [
      'SEV1 on X',
      '*SEV1* suggested',
      'Kim &lt;Lee&gt; · <https://x.com/1|Open on X>',
      '&lt;!channel&gt; they hurt *me*',
      'reach 40',
      'received today',
    ].join('\n'),
    blocks: [],
  });
});

test('however long a message is, its words fit', () => {
  const blocks = Array.from({ length: 50 }, () => section('word '.repeat(500)));
  expect([...inWords({ text: 'x', blocks }).text].length).toBeLessThanOrEqual(3_000);
});

test('a message that rings a channel says the same without ringing it', () => {
  const text = '📵 <!channel> *Nobody answered the page.* <@U1>';
  const view = { text, blocks: [section(text)] };
  expect(rings(view)).toBe(true);
  const still = unrung(view);
  expect(rings(still)).toBe(false);
  expect(still).toEqual({
    text: '📵 *Nobody answered the page.* <@U1>',
    blocks: [section('📵 *Nobody answered the page.* <@U1>')],
  });
});
