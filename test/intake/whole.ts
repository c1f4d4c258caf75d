import { expect } from 'vitest';
import type { Mention } from '../../src/alert/mention/words.ts';
import { NETWORKS } from '../../src/words/judgement.ts';

/** Fails unless it is a mention with every field there is, each of its type, that PostgreSQL and a card can take. */
export function expectWhole(mention: Mention): void {
  expect(flaws(mention), JSON.stringify(mention).slice(0, 500)).toEqual([]);
}

const FIELDS: Record<keyof Mention, (value: unknown) => boolean> = {
  id: (value) => isText(value) && /^[\da-f]{32}$/.test(value),
  source: isLine,
  externalId: isLine,
  network: (value) => isText(value) && Object.hasOwn(NETWORKS, value),
  url: orNull(isLink),
  canonicalUrl: orNull(isLink),
  author: isAuthor,
  title: orNull(isLine),
  text: orNull((value) => isText(value) && value.trim() !== '' && Array.from(value).length <= 10_000),
  textState: oneOf('full', 'snippet', 'withheld'),
  publishedAt: orNull(isTime),
  receivedAt: isTime,
  sentiment: orNull(oneOf('negative', 'neutral', 'positive')),
  reach: orNull(isCount),
  engagement: orNull(isCount),
  rating: orNull(isRating),
  language: orNull((value) => isText(value) && /^[a-z]{2,3}$/.test(value)),
  parent: orNull(isParent),
  query: orNull(isLine),
};

function flaws(mention: Mention): string[] {
  const names = new Set([...Object.keys(FIELDS), ...Object.keys(mention)]);
  const wrong = [...names].filter((name) => {
    const fits: unknown = Reflect.get(FIELDS, name);
    return typeof fits !== 'function' || !fits(Reflect.get(mention, name));
  });
  // What the database cannot store: NUL and halves of surrogate pairs.
  const isStorable = !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(mention));
  return [
    ...wrong,
    ...(isStorable ? [] : ['it cannot be stored']),
    ...(mention.url === null && mention.text === null ? ['there is nothing to read or open'] : []),
    ...((mention.textState === 'withheld') === (mention.text === null) ? [] : ['its text is not as its state says']),
  ];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isLine(value: unknown): boolean {
  return isText(value) && value !== '' && value.length <= 600;
}

function isLink(value: unknown): boolean {
  return isText(value) && /^https?:\/\/[^/]/.test(value) && value.length <= 3000;
}

function isTime(value: unknown): boolean {
  return value instanceof Date && Number.isFinite(value.getTime());
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isAuthor(value: unknown): boolean {
  const fits: Record<string, (value: unknown) => boolean> = {
    ...{ id: isLine, name: isLine, handle: isLine, url: isLink },
    ...{ followers: isCount, verified: (verified: unknown) => typeof verified === 'boolean' },
  };
  return isObject(value) && Object.entries(value).every(([name, content]) => fits[name]?.(content) ?? false);
}

function isRating(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [stars, max]: unknown[] = [Reflect.get(value, 'value'), Reflect.get(value, 'max')];
  return typeof stars === 'number' && typeof max === 'number' && stars > 0 && stars <= max;
}

function isParent(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [kind, id, url]: unknown[] = ['kind', 'id', 'url'].map((name) => Reflect.get(value, name));
  return oneOf('reply', 'quote', 'comment', 'repost')(kind) && orNull(FIELDS.id)(id) && orNull(isLink)(url);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function oneOf(...all: string[]): (value: unknown) => boolean {
  return (value) => isText(value) && all.includes(value);
}

function orNull(fits: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || fits(value);
}
