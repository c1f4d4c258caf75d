import { describe, expect, test } from 'vitest';
import { type Judgement, suggestionWeek, weekBefore } from '../../src/learn/suggestions/rule.ts';
import { weekLine } from '../../src/learn/suggestions/view.ts';
import type { DismissReason } from '../../src/words/judgement.ts';
import { SEVERITIES, type Severity } from '../../src/words/severity.ts';

const monday = new Date('2026-03-09T09:00:00.000Z');

function judged(chosen: Severity | null, given: Partial<Judgement> = {}): Judgement {
  return { suggested: 'SEV3', chosen, dismissedAs: null, source: 'brandwatch', query: 'acme', ...given };
}
const dismissed = (as: DismissReason, given: Partial<Judgement> = {}) => judged(null, { dismissedAs: as, ...given });
const times = (n: number, one: Judgement) => Array.from({ length: n }, () => one);

/** The line as people read it. */
function said(judgements: Judgement[]): string {
  const week = suggestionWeek(judgements);
  if (!week) throw new Error('nothing to tell');
  return weekLine(week, monday).text;
}

describe('a week', () => {
  test('ends on Monday at nine, and is told from that moment on until the next one ends', () => {
    const whole = { from: new Date('2026-03-02T09:00:00.000Z'), to: monday };
    expect(weekBefore(monday)).toEqual(whole);
    expect(weekBefore(new Date('2026-03-16T08:59:59.999Z'))).toEqual(whole);
    expect(weekBefore(new Date('2026-03-16T09:00:00.000Z')).from).toEqual(monday);
    expect(weekBefore(new Date(monday.getTime() - 1)).to).toEqual(whole.from);
  });

  test('in which nobody judged anything has nothing to tell', () => {
    expect(suggestionWeek([])).toBeNull();
    expect(suggestionWeek([judged(null)])).toBeNull();
  });

  test('counts what was kept, raised, lowered and dismissed', () => {
    const all = [...SEVERITIES.map((chosen) => judged(chosen)), dismissed('duplicate')];
    expect(suggestionWeek(all)).toMatchObject({ right: 1, raised: 2, lowered: 1, dismissed: 1 });
  });
});

describe('a query makes mostly noise', () => {
  const noisyIn = (judgements: Judgement[]) => suggestionWeek(judgements)?.noisy ?? [];

  test('when more than 80 % of its stories were dismissed, out of at least 20', () => {
    expect(noisyIn([...times(17, dismissed('not_about_us')), ...times(3, judged('SEV3'))])).toEqual([
      { source: 'brandwatch', query: 'acme', stories: 20, dismissed: 17, mostlyAs: 'not_about_us' },
    ]);
    expect(noisyIn([...times(16, dismissed('not_about_us')), ...times(4, judged('SEV3'))])).toEqual([]);
    expect(noisyIn(times(19, dismissed('not_about_us')))).toEqual([]);
  });

  test('but not when its stories went to incidents', () => {
    expect(noisyIn([...times(20, dismissed('spam_or_troll')), ...times(5, judged(null))])).toEqual([]);
  });

  test('whatever other queries and the same words in another tool bring', () => {
    const others = [
      ...times(30, judged('SEV2', { query: 'acme air' })),
      ...times(30, judged('SEV2', { source: 'meltwater' })),
    ];
    expect(noisyIn([...others, ...times(20, dismissed('spam_or_troll'))]).map(({ source }) => source)).toEqual([
      'brandwatch',
    ]);
  });

  test('the noisiest is named first, with the reason given most often', () => {
    const some = [...times(12, dismissed('spam_or_troll')), ...times(9, dismissed('duplicate'))];
    const many = times(25, dismissed('not_about_us', { query: 'air' }));
    expect(noisyIn([...some, ...many]).map(({ query, mostlyAs }) => [query, mostlyAs])).toEqual([
      ['air', 'not_about_us'],
      ['acme', 'spam_or_troll'],
    ]);
  });
});

describe('the line', () => {
  test('says how often the suggestion was kept, and how often people knew better', () => {
    const line = said([
      ...times(14, judged('SEV3')),
      ...times(3, judged('SEV1')),
      judged('SEV4'),
      dismissed('duplicate'),
    ]);
    expect(line).toMatch(/^📐 \*19 stories judged by people\* in the week to <!date\^\d+\^/);
    expect(line).toContain('The suggested severity was kept for 14 of 18 (3 raised, 1 lowered). 1 was dismissed.');
    expect(line).not.toContain('noise');
  });

  test('leaves out what did not happen', () => {
    expect(said([judged('SEV3')])).toMatch(/^📐 \*1 story judged.* kept for 1 of 1\.$/);
    expect(said(times(2, dismissed('duplicate')))).toMatch(/^📐 \*2 stories judged[^.]*\. 2 were dismissed\.$/);
  });

  test('names a query that made noise so that nothing in its words mentions or formats', () => {
    const line = said(times(20, dismissed('not_about_us', { query: '<!channel> *acme* OR air' })));
    expect(line).toContain('🔇 The query “&lt;!channel&gt; ∗acme∗ OR air” of brandwatch brings mostly noise:');
    expect(line).toContain('20 of 20 stories were dismissed, most often as not about us.');
    expect(said(times(20, dismissed('duplicate', { query: null })))).toContain(
      'What brandwatch sends without naming a query brings mostly noise',
    );
  });

  test('fits into a section however many queries made noise', () => {
    const queries = Array.from({ length: 12 }, (_, n) =>
      times(20 + n, dismissed('duplicate', { query: `&q${n}`.repeat(99) })),
    );
    const week = suggestionWeek(queries.flat());
    const text = week ? weekLine(week, monday).text : '';
    expect(text.match(/🔇/g)).toHaveLength(5);
    expect([...text].length).toBeLessThan(3_000);
    expect(text.split('\n')[1]).toContain('“&amp;q11');
  });
});
