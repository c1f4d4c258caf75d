import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  counted,
  cut,
  cutEscaped,
  duration,
  escaped,
  link,
  moment,
  plain,
  quote,
  quoted,
  section,
  spoken,
  visible,
} from '../../src/slack/kit/text.ts';
import { ALIVE, anyWords, HOSTILE } from './hostile.ts';

const any = fc.oneof(anyWords, fc.constantFrom(...HOSTILE));
const lengths = fc.integer({ min: 1, max: 400 });
const points = (text: string) => [...text].length;
/** An entity is whole or not there. */
const HALF_ENTITY = /&(?!(amp|lt|gt);)/;
const unescaped = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

describe('escaped', () => {
  test('leaves nothing that Slack could take for a reference, and loses nothing that can be seen', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(escaped(text)).not.toMatch(/[<>]/);
        expect(escaped(text)).not.toMatch(HALF_ENTITY);
        expect(unescaped(escaped(text))).toBe(visible(text));
      }),
    );
  });

  test('an entity that somebody typed is shown as typed', () => {
    expect(escaped('&lt;!channel&gt;')).toBe('&amp;lt;!channel&amp;gt;');
  });
});

describe('quoted', () => {
  test('cannot notify, link, format or show an emoji, and stays on one line', () => {
    fc.assert(
      fc.property(any, lengths, (text, most) => {
        const shown = quoted(text, most);
        expect(shown).not.toMatch(/[<>*_~`\n]/);
        expect(shown).not.toMatch(/:[a-z0-9_+-]+:/i);
        expect(shown).not.toMatch(HALF_ENTITY);
        expect(points(unescaped(shown))).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('reads as it was written', () => {
    expect(quoted('It\ncosts  5 € & <more> at 10:30')).toBe('It costs 5 € &amp; &lt;more&gt; at 10:30');
  });
});

describe('spoken', () => {
  test('keeps the people and channels a colleague names, and nothing else alive', () => {
    expect(spoken('<@U123ABC|ana> see <#C42X|general> & <!channel> <https://evil|x>')).toBe(
      '<@U123ABC> see <#C42X> &amp; &lt;!channel&gt; &lt;https://evil|x&gt;',
    );
  });

  test('calls nobody together, whatever is in it', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(spoken(text)).not.toMatch(/<!|<http/i);
        expect(spoken(text).replace(/<[@#][A-Z0-9]+>/g, '')).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('cutting', () => {
  test('never exceeds the length, keeps what is short enough, and never splits a character', () => {
    fc.assert(
      fc.property(any, lengths, (text, most) => {
        expect(points(cut(text, most))).toBeLessThanOrEqual(most);
        if (points(text) <= most) expect(cut(text, most)).toBe(text);
        else expect(cut(text, most).endsWith('…')).toBe(true);
        expect(cut(cut(text, most), most)).toBe(cut(text, most));
        if (!/\p{Cs}/u.test(text)) expect(cut(text, most)).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  test('after escaping, leaves neither half an entity nor half a reference', () => {
    fc.assert(
      fc.property(any, lengths, (text, most) => {
        const shown = cutEscaped(`${escaped(text)} ${moment(new Date(0))} <@U1> ${escaped(text)}`, most);
        expect(points(shown)).toBeLessThanOrEqual(most);
        expect(shown).not.toMatch(HALF_ENTITY);
        expect(shown).not.toMatch(/<[^>]*$/);
        expect(cutEscaped(shown, most)).toBe(shown);
      }),
    );
  });

  test('a section of the longest words is as long as Slack takes', () => {
    for (const text of HOSTILE) {
      const { text: shown } = section(escaped(text.repeat(3)));
      expect(points(shown?.text ?? '')).toBeLessThanOrEqual(3_000);
    }
  });
});

describe('visible', () => {
  test('takes away what only deceives, keeps what writes languages and emoji, and does it once', () => {
    expect(visible('pay\u202Elap')).toBe('paylap');
    expect(visible('\u200B\uFEFF\u2066a\u2069')).toBe('a');
    expect(visible('می‌خواهم 👩‍👩‍👧')).toBe('می‌خواهم 👩‍👩‍👧');
    fc.assert(
      fc.property(any, (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});

describe('link', () => {
  test('is one whole reference to an http address, or just its label', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          any,
          any.map((text) => `https://evil.example/${text}`),
        ),
        any,
        (address, label) => {
          const shown = link(address, label);
          if (shown.startsWith('<')) expect(shown).toMatch(/^<https?:\/\/[^<>|\s]*\|[^<>|]*>$/i);
          else expect(shown).not.toMatch(/[<>]/);
        },
      ),
    );
  });

  test.each(['javascript:alert(1)', 'slack://user?id=1', 'mailto:a@b.c', 'data:text/html,x', '//evil.example', null])(
    '%s is not linked',
    (address) => expect(link(address, 'here')).toBe('here'),
  );

  test('an address that is too long for Slack is not linked', () => {
    expect(link(`https://a.example/${'x'.repeat(4_000)}`, 'here')).toBe('here');
  });
});

test('plain text and quotes hold any words within their length', () => {
  fc.assert(
    fc.property(any, lengths, (text, most) => {
      expect(points(plain(text, most).text)).toBeLessThanOrEqual(most);
      expect(JSON.stringify(quote(text, most))).not.toMatch(/[\u202A-\u202E]/);
    }),
  );
  expect(ALIVE.test('<!channel>')).toBe(true);
});

test('durations and counts read like speech', () => {
  expect([0, 20_000, 60_000, 65 * 60_000, 120 * 60_000, 50 * 3_600_000].map(duration)).toEqual([
    ...['under a minute', 'under a minute', '1 min', '1 h 05 min', '2 h', '2 days'],
  ]);
  expect(duration(-90_000)).toBe('2 min');
  expect([counted(1, 'mention'), counted(1_200, 'mention')]).toEqual(['1 mention', '1,200 mentions']);
});
