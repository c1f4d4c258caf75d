import { describe, expect, test } from 'vitest';
import { KINDS } from '../../src/source/kinds.ts';
import type { OpenSource, PushRequest } from '../../src/source/source.ts';
import { mentionsOf, noon } from './mapped.ts';
import { expectWhole } from './whole.ts';

const kinds = [...KINDS.values()].map((kind) => [kind.kind, kind] as const);

describe.each(kinds)('%s', (name, kind) => {
  const { guide, fields, push, pull } = kind;

  test('calls us, or is called', () => expect(push ?? pull).toBeDefined());

  test('has a guide in sentences that an administrator can follow', () => {
    expect(name).toMatch(/^[a-z][a-z-]*$/);
    expect(kind.title).toMatch(/^[A-Z]/);
    for (const sentences of [guide.needs, guide.steps, guide.limits]) expect(sentences).not.toEqual([]);
    for (const sentence of [guide.hears, ...guide.needs, ...guide.steps, ...guide.limits]) {
      expect(sentence).toMatch(/^\p{Lu}.*[.]$/u);
      expect(sentence).not.toMatch(/[`*_]{2}|<\/?[a-z]+>/);
    }
    expect(guide.builtTo.length).toBeGreaterThan(10);
    if (push) expect(guide.steps.join(' ')).toContain('{address}');
  });

  test('asks for each thing once, and says where it is found', () => {
    expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
    for (const field of fields) {
      expect(field.name).toMatch(/^[a-z][a-zA-Z]*$/);
      expect(field.hint).toMatch(/^\p{Lu}.*[.…]$/u);
    }
  });

  test('rejects what it cannot read in a sentence, or passes it over', () => {
    const source: OpenSource = { name: 'a', kind: name, settings: {}, secrets: {} };
    for (const item of [null, 7, 'text', [], {}, [[]]]) {
      for (const mapped of kind.again(item, source, noon)) {
        expect(['nothing', 'unusable']).toContain(mapped.kind);
        if (mapped.kind === 'unusable') expect(mapped.why).toMatch(/^\p{Lu}.*[.]$/u);
      }
    }
  });
});

describe.each(kinds.filter(([, { push }]) => push))('a test mention of %s', (name, { push, fields }) => {
  const made = fields.filter((field) => field.secret).map((field) => [field.name, 'a-secret-of-some-length'] as const);
  const source: OpenSource = { name: 'ours', kind: name, settings: {}, secrets: Object.fromEntries(made) };
  const sample = push?.sample(source, noon);
  const request: PushRequest = {
    ...{ method: 'POST', rest: sample?.rest ?? '', query: new URLSearchParams(), headers: sample?.headers ?? {} },
  };
  const raw = Buffer.from(sample?.body ?? '');

  test('carries a proof that holds, and only with the right secrets', () => {
    expect(push?.refuseEarly?.(request, source) ?? null).toBeNull();
    expect(push?.refuse(raw, request, source, noon)).toBeNull();
    const other = { ...source, secrets: Object.fromEntries(made.map(([field]) => [field, 'another-secret'])) };
    expect(push?.refuseEarly?.(request, other) ?? push?.refuse(raw, request, other, noon)).not.toBeNull();
  });

  test('is one whole mention that says what it is', async () => {
    const reading = await push?.read(raw, request, source, noon);
    if (!reading || 'why' in reading) throw new Error(reading?.why);
    const [mention, another] = mentionsOf(reading);
    expect(another).toBeUndefined();
    if (!mention) throw new Error('nothing was heard');
    expectWhole(mention);
    expect(mention).toMatchObject({ text: expect.stringContaining('test mention'), publishedAt: noon });
    expect(mention.source).toBe('ours');
  });
});
