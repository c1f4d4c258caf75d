import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../src/sandbox/page/text/markdown.ts';
import { parseMrkdwn } from '../../src/sandbox/page/text/mrkdwn.ts';
import type { Inline } from '../../src/sandbox/page/text/nodes.ts';
import { parsePlain } from '../../src/sandbox/page/text/plain.ts';
import { BY_THE_CLOCK } from '../blocked.ts';

const text = (value: string): Inline => ({ type: 'text', text: value });

/** The inline nodes of a text that is one paragraph. */
function inline(source: string, verbatim = false): Inline[] {
  const [part, ...rest] = parseMrkdwn(source, verbatim);
  if (part?.type !== 'paragraph' || rest.length > 0) throw new Error(`not one paragraph: ${source}`);
  return part.children;
}

function typesIn(nodes: readonly object[]): string[] {
  return nodes.flatMap((node) => [
    'type' in node ? String(node.type) : '',
    ...('children' in node && Array.isArray(node.children) ? typesIn(node.children) : []),
  ]);
}

describe('marks', () => {
  test('stars are bold, underscores italic, tildes struck, backticks code', () => {
    expect(inline('*a* _b_ ~c~ `d`')).toEqual([
      { type: 'bold', children: [text('a')] },
      text(' '),
      { type: 'italic', children: [text('b')] },
      text(' '),
      { type: 'strike', children: [text('c')] },
      text(' '),
      { type: 'code', text: 'd' },
    ]);
  });

  test('marks nest, but none in itself', () => {
    expect(inline('*a _b_*')).toEqual([
      { type: 'bold', children: [text('a '), { type: 'italic', children: [text('b')] }] },
    ]);
  });

  test.each(['snake_case_name', '2*3*4', 'a ~ b ~ c', '* not bold *', '**', '*open', '*a\nb*'])(
    '%s has no marks',
    (source) => {
      expect(typesIn(inline(source)).every((type) => type === 'text' || type === 'break')).toBe(true);
    },
  );

  test('marks may touch punctuation', () => {
    expect(inline('(*a*), *b*!').map((node) => node.type)).toEqual(['text', 'bold', 'text', 'bold', 'text']);
  });

  test('a star inside code or a link closes nothing', () => {
    expect(inline('*a `*` b*')).toEqual([
      { type: 'bold', children: [text('a '), { type: 'code', text: '*' }, text(' b')] },
    ]);
  });
});

describe('escaped text', () => {
  test('never becomes a mention', () => {
    expect(inline('&lt;!channel&gt; &lt;@U1&gt;')).toEqual([text('<!channel> <@U1>')]);
  });

  test('is decoded once only', () => {
    expect(inline('&amp;lt;!here&amp;gt;')).toEqual([text('&lt;!here&gt;')]);
  });

  test('whatever a person wrote, once escaped, holds no mention and no link but bare URLs', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '&', '!', '@', '#', 'U1', '|', 'channel', 'l', 't', ';', '*', '`', ' '),
        }),
        (typed) => {
          const escaped = typed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
          const found = typesIn(parseMrkdwn(escaped));
          for (const type of ['user', 'channel', 'broadcast', 'usergroup', 'date', 'link'])
            expect(found).not.toContain(type);
        },
      ),
    );
  });
});

describe('control sequences', () => {
  test('people, channels, groups and everyone', () => {
    expect(inline('<@U1><#C1|general><!here><!subteam^S1|@legal>')).toEqual([
      { type: 'user', id: 'U1' },
      { type: 'channel', id: 'C1', label: 'general' },
      { type: 'broadcast', range: 'here' },
      { type: 'usergroup', id: 'S1', label: '@legal' },
    ]);
  });

  test('a link shows its label, or its address', () => {
    expect(inline('<https://a.example/?x=1&amp;y=2|see &lt;this&gt;> <https://b.example>')).toEqual([
      { type: 'link', url: 'https://a.example/?x=1&y=2', children: [text('see <this>')] },
      text(' '),
      { type: 'link', url: 'https://b.example', children: [text('https://b.example')] },
    ]);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'])(
    '%s keeps its words and loses its address',
    (url) => {
      expect(inline(`<${url}|click>`)).toEqual([text('click')]);
    },
  );

  test('a date carries its moment, its format, its link and its fallback', () => {
    expect(inline('<!date^1700000000^{date_short} at {time}^https://a.example|then>')).toEqual([
      {
        type: 'date',
        epoch: 1_700_000_000,
        format: '{date_short} at {time}',
        url: 'https://a.example',
        fallback: 'then',
      },
    ]);
  });

  test('what is no control sequence stays as it was written', () => {
    expect(inline('a < b > c')).toEqual([text('a < b > c')]);
  });
});

describe('bare URLs', () => {
  test('become links, without the full stop behind them', () => {
    expect(inline('see https://a.example/x. ok')).toEqual([
      text('see '),
      { type: 'link', url: 'https://a.example/x', children: [text('https://a.example/x')] },
      text('. ok'),
    ]);
  });

  test('stay text when the object is verbatim', () => {
    expect(inline('see https://a.example', true)).toEqual([text('see https://a.example')]);
  });
});

describe('lines', () => {
  test('quoted lines stand together; an escaped sign quotes as well', () => {
    expect(parseMrkdwn('a\n> b\n&gt; c\nd').map((part) => part.type)).toEqual(['paragraph', 'quote', 'paragraph']);
  });

  test('three signs quote the rest', () => {
    expect(parseMrkdwn('>>>a\nb').map((part) => part.type)).toEqual(['quote']);
  });

  test('fenced code is shown as it is', () => {
    expect(parseMrkdwn('a\n```\n*b* <https://a.example|c> &lt;\n```\nd')).toEqual([
      { type: 'paragraph', children: [text('a')] },
      { type: 'pre', text: '*b* c <' },
      { type: 'paragraph', children: [text('d')] },
    ]);
  });

  test('a fence that never closes is three backticks', () => {
    expect(inline('a ```b')).toEqual([text('a ```b')]);
  });
});

test('a known emoji name becomes the emoji, an unknown one stays', () => {
  expect(inline(':fire: :no_such_thing: 10:30:00')).toEqual([
    { type: 'emoji', name: 'fire' },
    text(' :no_such_thing: 10:30:00'),
  ]);
});

test('plain text parses nothing but emoji', () => {
  expect(parsePlain('*a* <!channel> :eyes:')).toEqual([text('*a* <!channel> '), { type: 'emoji', name: 'eyes' }]);
});

test('forty thousand unmatched marks are parsed at once', BY_THE_CLOCK, () => {
  const started = performance.now();
  parseMrkdwn('*a _b ~c `d <e '.repeat(2700));
  expect(performance.now() - started).toBeLessThan(1000);
});

test('the markdown block reads ordinary Markdown', () => {
  expect(parseMarkdown('# Title\n\n**bold** and *italic*\n\n- a\n- b\n\n1. c\n\n> q').map((part) => part.type)).toEqual(
    ['heading', 'paragraph', 'list', 'list', 'quote'],
  );
  expect(typesIn(parseMarkdown('[x](javascript:alert(1)) **b**'))).not.toContain('link');
});
