import { describe, expect, test } from 'vitest';
import type { OpenSource } from '../../src/source/source.ts';
import { TRUSTPILOT } from '../../src/source/trustpilot/trustpilot.ts';
import { mentionId } from '../../src/source/values/mention-id.ts';
import { fixture } from './fixture.ts';
import { startIntake } from './intake-server.ts';
import { noon, onlyMention } from './mapped.ts';

const source: OpenSource = {
  name: 'tp',
  kind: 'trustpilot',
  settings: {},
  secrets: { addressSecret: 'a-long-secret' },
};
const later = new Date('2026-11-21T10:00:00Z');
const review = { id: 'r1', title: 'Never again', text: 'Refund promised, never came', stars: 1 };

function hear(eventName: string, eventData: object = review) {
  return TRUSTPILOT.again({ eventName, eventData }, source, noon);
}

test('a delivery is a review with its stars and its public address', async () => {
  const request = { method: 'POST', rest: '', query: new URLSearchParams(), headers: {} };
  const id = '53bffd360000640002975387';
  expect(await TRUSTPILOT.push?.read(fixture('trustpilot/fixture.json'), request, source, later)).toEqual({
    heard: [
      {
        kind: 'mention',
        mention: {
          id: mentionId('tp', id),
          source: 'tp',
          externalId: id,
          network: 'review',
          url: `https://www.trustpilot.com/reviews/${id}`,
          canonicalUrl: `https://trustpilot.com/reviews/${id}`,
          author: { id: '53b', name: 'Customer' },
          title: 'Never again',
          text: 'Refund promised, never came',
          textState: 'full',
          publishedAt: new Date('2026-11-20T09:34:44.000Z'),
          receivedAt: later,
          sentiment: 'negative',
          reach: null,
          engagement: null,
          rating: { value: 1, max: 5 },
          language: 'en',
          parent: null,
          query: null,
        },
      },
    ],
    rejected: [],
  });
});

describe('a review', () => {
  test('that was changed keeps its id', () => {
    const [created, updated] = ['created', 'updated'].map((what) => onlyMention(hear(`service-review-${what}`)));
    expect(updated).toEqual(created);
  });

  test('that was removed is heard to be gone', () => {
    expect(hear('service-review-deleted', { id: 'r1' })).toEqual([
      { kind: 'deleted', mentionId: mentionId('tp', 'r1') },
    ]);
  });

  test.each([
    [3, 'neutral'],
    [5, 'positive'],
    [0, null],
    ['bad', null],
  ])('with %j stars sounds %s', (stars, sentiment) => {
    expect(onlyMention(hear('service-review-created', { ...review, stars })).sentiment).toBe(sentiment);
  });

  test('without an id cannot be used; of a product it is passed over', () => {
    expect(hear('service-review-created', { stars: 1 })).toEqual([{ kind: 'unusable', why: 'The review has no id.' }]);
    expect(hear('product-review-created')).toEqual([{ kind: 'nothing' }]);
  });
});

describe('the secret at the end of the address', () => {
  const body = JSON.stringify({ events: [{ eventName: 'service-review-created', eventData: review }] });
  const headers = { 'content-type': 'application/json' };

  test('lets deliveries in', async () => {
    const intake = await startIntake({ sources: [source] });
    expect((await intake.send('tp/a-long-secret', body, headers)).status).toBe(200);
    expect((await intake.send('tp/a-long-secret/', body, headers)).status).toBe(200);
    expect(intake.received).toHaveLength(2);
    await intake.close();
  });

  test.each(['tp', 'tp/', 'tp/wrong', 'tp/a-long-secre', 'tp/a-long-secret/x', 'tp/A-long-secret'])(
    'is missing or wrong in %s: refused before the body is read, and the secret is not told',
    async (path) => {
      const intake = await startIntake({ sources: [source] });
      const answer = await intake.send(path, 'not even JSON', headers);
      expect([answer.status, intake.received]).toEqual([401, []]);
      expect(await answer.text()).not.toContain('a-long-secret');
      await intake.close();
    },
  );

  test('that was never made lets nobody in', () => {
    const request = { method: 'POST', rest: '', query: new URLSearchParams(), headers: {} };
    expect(TRUSTPILOT.push?.refuseEarly?.(request, { ...source, secrets: {} })).not.toBeNull();
    expect(TRUSTPILOT.push?.refuseEarly?.(request, { ...source, secrets: { addressSecret: '' } })).not.toBeNull();
  });
});
