import { expect, test } from 'vitest';
import type { Mention } from '../../src/alert/mention/words.ts';
import { sortIntoStories } from '../../src/alert/story/into-stories.ts';
import type { Known, Marked } from '../../src/alert/story/known.ts';
import { bandsOf, signatureOf } from '../../src/alert/story/minhash.ts';
import { normaliseText } from '../../src/alert/story/rule.ts';
import { afterNoon, alert, mention, noon, policy } from '../make.ts';

const FIRE = 'The charger I bought from Acme caught fire in my kitchen last night while we slept';

const nothing: Known = {
  ...{ posts: new Map(), byKey: new Map(), bands: new Map(), alerts: new Map(), lastHour: new Map() },
  ...{ lastAlertId: 0, openedAt: [], storm: null, lastStormId: 0, usual: null, mutedBy: () => null },
  gathered: { day: '2026-03-10', stories: 0 },
};

/** Compared by its text alone. */
function marked(id: string, text: string, given: Partial<Mention> = {}): Marked {
  const said = normaliseText(text);
  const signature = signatureOf(said);
  const own = mention({ id, text, url: null, canonicalUrl: null, ...given });
  const seen = { id, source: own.source, canonicalUrl: null, said };
  const keys = { saidThere: null, urlKey: null, textKey: `text ${said}`, parentKey: null };
  return { mention: own, seen, ...keys, signature, bands: bandsOf(signature) };
}

test('a batch is sorted in order: what came first opens the story, what says nearly the same joins it', () => {
  const sorted = sortIntoStories([marked('a', FIRE), marked('b', `${FIRE}, help`), marked('a', FIRE)], nothing, policy);
  expect(sorted.outcomes).toEqual(['accepted', 'accepted', 'duplicate']);
  expect(sorted.opened).toMatchObject([{ id: 1, mentionCount: 2, firstMentionId: 'a' }]);
  expect(sorted.owed).toEqual([{ kind: 'alert_card', alertId: 1 }]);
  expect(sorted.volumes).toMatchObject([{ alertId: 1, mentions: 2, negative: 2 }]);
});

test('what is known is left as it was: the same call gives the same answer', () => {
  const known = { ...nothing, alerts: new Map([[7, alert()]]), lastAlertId: 7 };
  const sort = () => sortIntoStories([marked('a', FIRE), marked('b', `${FIRE}, help`)], known, policy);
  expect(sort()).toEqual(sort());
  expect([...known.bands.keys()]).toEqual([]);
});

test('a wording that is nearly a copy brings no bands of its own, one that is further off does', () => {
  const further = `${FIRE} and now the landlord wants us to pay for it`;
  const [near, far] = [`${FIRE} help`, further].map(
    (text) => sortIntoStories([marked('a', FIRE), marked('b', text)], nothing, policy).bands,
  );
  expect(near?.length).toBe(bandsOf(signatureOf(normaliseText(FIRE))).length);
  expect(far?.length).toBe(2 * (near?.length ?? 0));
});

test('many stories in little time are a storm, but not those that a clock which was set back has still to come to', () => {
  const stormOf = (openedAt: Date) => {
    const known = { ...nothing, openedAt: Array.from({ length: policy.storm.stories }, () => openedAt) };
    return sortIntoStories([marked('a', 'A suitcase came back without its wheels today')], known, policy).storm;
  };
  expect(stormOf(afterNoon(-5))).toMatchObject({ stories: 1 });
  expect(stormOf(afterNoon(-15))).toBeNull();
  expect(stormOf(afterNoon(55))).toBeNull();
});

test('a story told two days ago is over', () => {
  const said = normaliseText(FIRE);
  const signature = signatureOf(said);
  const told = { alertId: 7, lastAt: noon, signature, byHand: false };
  const known = {
    ...nothing,
    byKey: new Map([[`text ${said}`, told]]),
    alerts: new Map([[7, alert()]]),
    lastAlertId: 7,
  };
  const at = (hours: number) =>
    sortIntoStories([marked('a', FIRE, { receivedAt: afterNoon(60 * hours) })], known, policy);
  expect(at(48).changed).toMatchObject([{ id: 7, mentionCount: 2 }]);
  expect(at(49).opened).toMatchObject([{ id: 8, mentionCount: 1 }]);
});
