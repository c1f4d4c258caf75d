import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endMute, hashtagsOf, muteChoices, mutedBy, showAfterMute, startMute } from '../../src/alert/mute/rule.ts';
import type { Mute } from '../../src/alert/mute/words.ts';
import { alertMarks } from '../../src/clock/marks.ts';
import { afterNoon, alert, allowed, mention, noon, owed, refusal } from '../make.ts';

const mute = (given: Partial<Mute>): Mute => ({
  id: 1,
  kind: 'hashtag',
  value: 'acmegate',
  by: 'UANA',
  at: noon,
  until: afterNoon(60),
  endedAt: null,
  endedBy: null,
  ...given,
});

describe('a post is held back', () => {
  test.each([
    ['by its hashtag, however it is written', mute({}), { text: 'See #AcmeGate!' }],
    ['by a hashtag in its title', mute({}), { title: 'On #acmegate', text: null }],
    ['by a hashtag with another form of the same letters', mute({ value: 'é' }), { text: '#e\u0301' }],
    ['by the handle of its author', mute({ kind: 'author', value: 'kim' }), { author: { handle: '@Kim' } }],
    [
      'by the name of its author',
      mute({ kind: 'author', value: 'kim lee' }),
      { author: { name: 'Kim Lee ', handle: 'k' } },
    ],
    ['by its query', mute({ kind: 'query', value: 'acme or "acme air"' }), { query: 'acme OR "Acme Air"' }],
  ])('%s', (_, muted, said) => {
    expect(mutedBy(mention(said), [muted], afterNoon(5))).toBe(muted);
  });

  test.each([
    ['before it is snoozed', mute({}), -1],
    ['when the time is up', mute({}), 60],
    ['when somebody stopped it', mute({ endedAt: afterNoon(2) }), 5],
  ])('but not %s', (_, muted, minute) => {
    expect(mutedBy(mention({ text: '#acmegate' }), [muted], afterNoon(minute))).toBeNull();
  });

  test('but not because its words contain another hashtag, or its author is only named in it', () => {
    const post = mention({
      text: '#acmegate2 and acmegate by @kim',
      author: { handle: 'kimberly' },
      query: 'acmegate',
    });
    expect(mutedBy(post, [mute({}), mute({ kind: 'author', value: 'kim' })], afterNoon(5))).toBeNull();
  });

  test('never by nothing: a post without author, text and query meets no mute at all', () => {
    fc.assert(
      fc.property(fc.constantFrom('author', 'hashtag', 'query'), fc.string(), (kind, value) => {
        const post = mention({ author: {}, text: null, title: null, query: null });
        expect(mutedBy(post, [mute({ kind: kind as Mute['kind'], value })], afterNoon(5))).toBeNull();
      }),
    );
  });
});

test('hashtags are read in any script, not in addresses, entities and numbers', () => {
  expect(hashtagsOf('#Zug #ありがとう, #été! #Zug')).toEqual(['zug', 'ありがとう', 'été']);
  expect(hashtagsOf('https://a.example/#top a#b &#39; #1 #2024 C#')).toEqual([]);
});

test('what is offered can always be chosen, and holds back the very post it comes from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, name) => {
      const post = mention({ text: `#a${text} ${text}`, author: { name }, query: text || null });
      for (const choice of muteChoices([post])) {
        const { state } = allowed(startMute(choice, 60, 'UANA', noon));
        expect(mutedBy(post, [{ ...state, id: 1 }], afterNoon(5))).not.toBeNull();
      }
    }),
  );
});

test('authors are offered by their handle, then hashtags, then queries, the most frequent first', () => {
  const posts = [
    mention({ text: '#b', author: { handle: 'Kim', name: 'Kim Lee' }, query: 'acme' }),
    mention({ text: '#a #b', author: { name: 'Leo' }, query: 'acme' }),
    mention({ text: '#b', author: { name: 'leo' } }),
  ];
  expect(muteChoices(posts).map(({ kind, value }) => `${kind} ${value}`)).toEqual([
    ...['author leo', 'author kim', 'hashtag b', 'hashtag a', 'query acme'],
  ]);
});

describe('a snooze of many', () => {
  test('is kept as long as was chosen', () => {
    const { state } = allowed(startMute({ kind: 'author', value: '@Kim' }, 240, 'UANA', noon));
    expect(state).toMatchObject({ kind: 'author', value: 'kim', by: 'UANA', until: afterNoon(240), endedAt: null });
  });

  test('of nothing is refused', () => {
    expect(refusal(startMute(null, 60, 'UANA', noon))).toBe('Choose what to snooze.');
    expect(refusal(startMute({ kind: 'hashtag', value: '##' }, 60, 'UANA', noon))).toBe('Choose what to snooze.');
  });

  test('is stopped once, by anybody, and ends by itself only when its time is up', () => {
    const stopped = endMute(mute({}), 'UBO', afterNoon(5));
    expect(allowed(stopped).state).toMatchObject({ endedAt: afterNoon(5), endedBy: 'UBO' });
    expect(owed(stopped, 'mute_card')).toEqual([{ kind: 'mute_card', muteId: 1 }]);
    expect(refusal(endMute(allowed(stopped).state, 'UANA', afterNoon(6)))).toBe('<@UBO> stopped this snooze already.');
    expect(refusal(endMute(mute({}), null, afterNoon(59)))).toBe('This snooze is not over yet.');
    const over = allowed(endMute(mute({}), null, afterNoon(60))).state;
    expect(over.endedBy).toBeNull();
    expect(refusal(endMute(over, 'UANA', afterNoon(61)))).toBe('This snooze is over already.');
  });

  test('keeps an alert silent while it runs; afterwards its card comes and what was missed is not said', () => {
    const held = alert({ mutedBy: 1, snoozedUntil: afterNoon(600) });
    expect(alertMarks(held)).toEqual([]);
    const shown = showAfterMute(held, null, afterNoon(100));
    expect(allowed(shown).state).toMatchObject({ mutedBy: null, snoozedUntil: null, remindedUpTo: afterNoon(100) });
    expect(owed(shown, 'alert_card')).toHaveLength(1);
    expect(allowed(shown).events[0]).toMatchObject({
      type: 'alert_muted',
      by: { kind: 'firebreak' },
      detail: { until: null },
    });
    const marks = alertMarks(allowed(shown).state).filter(({ at }) => at > afterNoon(100));
    expect(marks.map(({ step }) => step)).toContain('breach');
  });
});
