/** Whatever people write, the rules, the log and the cards are done with it before anybody notices. */
import { describe, expect, test } from 'vitest';
import { slug } from '../src/act/room/rule.ts';
import { hashtagsOf, muteChoices } from '../src/alert/mute/rule.ts';
import { praiseIn } from '../src/alert/place/rule.ts';
import { unformatted } from '../src/alert/report/slack.ts';
import { folded } from '../src/alert/risk/folded.ts';
import { suggestSeverity } from '../src/alert/risk/rule.ts';
import { TOPICS } from '../src/alert/risk/topics.ts';
import { signatureOf } from '../src/alert/story/minhash.ts';
import { isTelling, normaliseText } from '../src/alert/story/rule.ts';
import { allMarked, readAll } from '../src/alert/story/store-known.ts';
import { makeLog } from '../src/log.ts';
import { DEFAULT_POLICY } from '../src/policy/settings.ts';
import { cutEscaped, escaped, link, quote, quoted, spoken } from '../src/slack/kit/text.ts';
import { BLOCKED_AT_MOST, blockedBy, filled, SEEDS } from './blocked.ts';
import { mention } from './make.ts';

/** A text as it is kept: 10,000 code points, each of up to two units. */
const TEXT = 20_000;
const MORE = {
  'mentions of people': '<@U1|',
  'links of Slack': '<http:',
  queries: 'Failed query: ',
  schemes: 'https://',
};

describe.each(Object.entries({ ...SEEDS, ...MORE }))('%s hold nobody up', (_name, seed) => {
  test('in the text of a post', async () => {
    const text = filled(seed, TEXT);
    const post = mention({ text, title: text.slice(0, 300), language: null, author: { name: text.slice(0, 400) } });
    const praise = mention({ text, language: 'en', sentiment: 'positive' });
    const works = [
      () => normaliseText(text),
      () => signatureOf(normaliseText(text) || 'a'),
      () => isTelling(normaliseText(text), 'full'),
      () => folded(text),
      () => suggestSeverity(post, TOPICS),
      () => [hashtagsOf(text), muteChoices([post])],
      () => praiseIn(suggestSeverity(praise, []), praise, TOPICS),
      () => slug(text),
    ];
    for (const work of works) expect(await blockedBy(work), String(work)).toBeLessThan(BLOCKED_AT_MOST);
  });

  test('on a card, and in what a colleague reports', async () => {
    const text = filled(seed, 40_000);
    const works = [
      () => [escaped(text), quoted(text), spoken(text, 40_000), quote(text, 500)],
      () => [cutEscaped(escaped(text), 3_000), cutEscaped(text, 39_000), link(`https://${text}`, text)],
      () => unformatted(text),
    ];
    for (const work of works) expect(await blockedBy(work), String(work)).toBeLessThan(BLOCKED_AT_MOST);
  });

  test('in a line of the log', async () => {
    const log = makeLog('info', { secrets: ['a-signing-secret'], to: { write: () => {} } });
    const text = filled(seed, 200_000);
    expect(await blockedBy(() => log.info({ text }, text.slice(0, 1_000)))).toBeLessThan(BLOCKED_AT_MOST);
    expect(await blockedBy(() => log.error({ err: new Error(text) }, 'failed'))).toBeLessThan(BLOCKED_AT_MOST);
  });
});

test('a batch of long posts is read in turns, before it is compared with what is known', async () => {
  for (const seed of ['bag lost again today ', '漢', '\u0301\u0316', '\ufdfa', 'my account died ']) {
    const batch = () => Array.from({ length: 50 }, () => mention({ text: filled(seed, 10_000), language: null }));
    expect(await blockedBy(() => allMarked(batch()))).toBeLessThan(BLOCKED_AT_MOST);
    expect(await blockedBy(() => readAll(batch(), DEFAULT_POLICY))).toBeLessThan(BLOCKED_AT_MOST);
  }
});
