import { describe, expect, test } from 'vitest';
import { parseSettings } from '../src/policy/settings.ts';

const environment: Record<string, string> = { ACME_FEED: 'https://news.example/feed', HOST_NAME: 'news.example' };
const read = (text: string) => parseSettings(text, 'firebreak.yml', (name) => environment[name]);

function refusals(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.replace('firebreak.yml:', ''));
  }
  return [];
}

test('sources are listed with what their kinds need, and take secrets from the environment', () => {
  const file = `
admins: [U0ANA, U0BEN]
sources:
  - { name: acme-news, kind: feed, address: "\${ACME_FEED}", every: 15 }
  - name: crm
    kind: generic
    token: "x-\${HOST_NAME}-\${HOST_NAME}"
`;
  expect(read(file)).toMatchObject({
    admins: ['U0ANA', 'U0BEN'],
    sources: [
      { name: 'acme-news', kind: 'feed', values: { address: 'https://news.example/feed', every: '15' } },
      { name: 'crm', kind: 'generic', values: { token: 'x-news.example-news.example' } },
    ],
  });
});

test('without them nobody is named and nothing is added', () => {
  expect(read('brand: Acme')).toMatchObject({ admins: [], sources: [] });
});

describe('what is refused, with its line', () => {
  test.each([
    [
      'sources:\n  - name: a1\n    kind: generic\n    token: $' + '{NOT_SET}',
      '4: sources[0].token takes $' + '{NOT_SET}, which is not set: set NOT_SET.',
    ],
    ['sources:\n  - kind: feed', '2: sources[0].name cannot be used: give a name of 2 to 40 letters'],
    ['sources:\n  - { name: a1 }', '2: sources[0].kind cannot be used: give the kind, for instance feed'],
    ['sources:\n  - { name: Acme News, kind: feed }', '2: sources[0].name cannot be used: give a name of 2 to 40'],
    ['sources:\n  - { name: generic, kind: generic }', '2: sources[0].name cannot be used: this one is there already'],
    ['sources:\n  - { name: a1, kind: feed }\n  - { name: a1, kind: feed }', '3: sources[1].name cannot be used: this'],
    ['sources:\n  - { name: a1, kind: feed, address: [x] }', '2: sources[0].address cannot be used: give a text'],
    ['sources: { a1: feed }', '1: sources cannot be used: list the sources'],
    ['admins: U0ANA', '1: admins is "U0ANA": list the user ids'],
    ['admins: [ana]', '1: admins[0] is "ana": give a user id'],
  ])('%j', (text, sentence) => {
    const [first = '', ...others] = refusals(text);
    expect(others).toEqual([]);
    expect(first.startsWith(sentence), first).toBe(true);
  });

  test('no value of a source is quoted: it may be a secret', () => {
    expect(refusals('sources:\n  - { name: a1, kind: feed, address: [hunter2] }').join()).not.toContain('hunter2');
  });
});
