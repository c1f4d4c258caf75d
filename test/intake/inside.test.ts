import { expect, test } from 'vitest';
import { inside, listInside } from '../../src/source/values/inside.ts';

const post = JSON.parse('{"author":{"name":"J"},"tags":["a"],"none":null,"__proto__":{"name":"ghost"}}');

test('a path leads to what stands there', () => {
  expect(inside(post, 'author', 'name')).toBe('J');
  expect(inside(post, 'tags', 0)).toBe('a');
  expect(inside(post, 'none')).toBeNull();
  expect(listInside(post, 'tags')).toEqual(['a']);
});

test.each([
  ['name'],
  ['author', 'name', 'length'],
  ['none', 'name'],
  ['toString'],
  ['author', 'constructor', 'name'],
  ['tags', 'map'],
  ['tags', 1],
])('a path that leads nowhere, or to what a prototype holds, finds nothing: %s %s', (...path) => {
  expect(inside(post, ...path)).toBeUndefined();
  expect(listInside(post, ...path)).toEqual([]);
});

test.each([null, undefined, 7, 'text', true])('%s holds nothing', (value) => {
  expect(inside(value, 'length')).toBeUndefined();
});
