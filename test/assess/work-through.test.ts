/** Several stories decided about at once: what has to be filled in, what each becomes, and what the person is told. */
import { describe, expect, test } from 'vitest';
import { dismiss } from '../../src/assess/dismiss/rule.ts';
import { mergedInto, readWork, workOn } from '../../src/assess/work-through/rule.ts';
import { whatWasDone, workModal } from '../../src/assess/work-through/view.ts';
import type { Worked } from '../../src/assess/work-through/words.ts';
import { afterNoon, alert, allowed, noon, refusal } from '../make.ts';
import { wordsIn } from '../shown.ts';

const filled = { stories: [1, 2], what: 'claim', as: null, note: null } as const;

describe('a form is not sent', () => {
  test.each([
    ['without a story', { stories: [] }, 'stories'],
    ['without what is to be done', { what: null }, 'what'],
    ['to dismiss without a reason', { what: 'dismiss' }, 'as'],
    ['to make one of a single story', { what: 'merge', stories: [1] }, 'stories'],
  ] as const)('%s', (_, given, field) => {
    expect(readWork({ ...filled, ...given })).toMatchObject({ field });
  });
});

test('a reason and a note are read for dismissing alone', () => {
  const all = { stories: [1], as: 'duplicate', note: 'seen before' } as const;
  expect(readWork({ ...all, stories: [1], what: 'dismiss' })).toEqual({
    what: 'dismiss',
    as: 'duplicate',
    note: 'seen before',
  });
  expect(readWork({ ...all, stories: [1], what: 'claim' })).toEqual({ what: 'claim' });
});

test('each is decided about by the rule of its own button', () => {
  const one = alert({ stormId: 2 });
  const work = { what: 'dismiss', as: 'spam_or_troll', note: 'a troll' } as const;
  const dismissed = allowed(workOn(one, work, 'UANA', noon));
  expect(dismissed).toEqual(dismiss(one, 'spam_or_troll', 'UANA', noon, 'a troll'));
  expect(dismissed.state).toMatchObject({ status: 'dismissed', note: 'a troll', stormId: 2 });
  expect(dismissed.events).toMatchObject([{ detail: { as: 'spam_or_troll', note: 'a troll' } }]);
  expect(refusal(workOn({ ...one, claimedBy: 'UBEN' }, { what: 'claim' }, 'UANA', noon))).toContain('<@UBEN> is on it');
});

test('a note that was there stays when none is given', () => {
  expect(allowed(dismiss(alert({ note: 'kept' }), 'duplicate', 'UANA', noon)).state.note).toBe('kept');
});

test('stories become part of the worst of them that is open', () => {
  const told = { suggested: 'SEV3', mentionCount: 9 } as const;
  const alerts = [
    alert({ id: 1, ...told }),
    alert({ id: 2, suggested: 'SEV2', status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UBEN' }),
    alert({ id: 3, ...told, reach: 50 }),
    alert({ id: 4, ...told, reach: 50 }),
    alert({ id: 5, suggested: 'SEV4', mentionCount: 90 }),
  ];
  expect(mergedInto(alerts)?.id).toBe(3);
  expect(mergedInto([...alerts, alert({ id: 6, severity: 'SEV2' })])?.id).toBe(6);
  expect(mergedInto(alerts.slice(1, 2))).toBeNull();
});

describe('the person is told in a sentence', () => {
  const stories = (n: number) => Array.from({ length: n }, (_, id) => alert({ id }));
  const worked = (given: Partial<Worked>): Worked => ({ done: [], into: null, left: [], ...given });
  const taken = { title: 'Lost <!here> bag', why: '<@UBEN> is on it already.' };

  test('how many were done', () => {
    expect(whatWasDone({ what: 'claim' }, worked({ done: stories(3) }))).toBe('You are on 3 stories now.');
    const dismissed = whatWasDone({ what: 'dismiss', as: 'duplicate', note: null }, worked({ done: stories(1) }));
    expect(dismissed).toBe('1 story is dismissed: duplicate.');
    const merged = worked({ done: stories(2), into: alert({ title: 'Late refunds' }) });
    expect(whatWasDone({ what: 'merge' }, merged)).toBe('3 stories are one now, “Late refunds”.');
  });

  test('which were not, and why', () => {
    expect(whatWasDone({ what: 'claim' }, worked({ done: stories(1), left: [taken] }))).toBe(
      'You are on 1 story now, and not on 1 other: “Lost &lt;!here&gt; bag” (<@UBEN> is on it already).',
    );
    const gone = { title: 'Late bus', why: 'This alert was merged into alert 9. Continue there.' };
    expect(whatWasDone({ what: 'merge' }, worked({ left: [gone] }))).toBe(
      'They were not brought together: “Late bus” (This alert was merged into alert 9).',
    );
  });

  test('of many only the first by name', () => {
    const said = whatWasDone({ what: 'claim' }, worked({ left: Array.from({ length: 8 }, () => taken) }));
    expect(said.match(/Lost/g)).toHaveLength(5);
    expect(said).toContain('and 3 more');
  });
});

describe('the form', () => {
  const storm = { id: 2, startedAt: noon, lastAt: noon, stories: 90, endedAt: null };
  const stories = Array.from({ length: 40 }, (_, i) => alert({ id: 100 + i, stormId: 2, mentionCount: i + 1 }));
  const page = { storm, stories, skip: 40, total: 90, now: noon };

  test('offers ten stories in a list, and the pages before and after', () => {
    const { blocks } = workModal(page);
    const lists = JSON.stringify(blocks).split('"type":"checkboxes"').slice(1);
    expect(lists.map((list) => list.match(/"description"/g)?.length)).toEqual([10, 10, 10, 10]);
    expect(wordsIn(blocks)).toContain('41–80 of 90');
    expect(wordsIn(blocks)).toContain('Earlier');
    expect(wordsIn(blocks)).toContain('Later');
  });

  test('says of each how severe it is, what it says, until when and how many say it', () => {
    const claimed = alert({ id: 1, claimedBy: 'UBEN', mentionCount: 12_345 });
    const said = wordsIn(workModal({ ...page, stories: [claimed], skip: 0, total: 1 }).blocks);
    expect(said).toMatch(/\*SEV3\* · due <!date\^\d+\^\{time\}\|14:00 UTC> · 12\.3K mentions · taken/);
    expect(said).toContain('Late refunds');
    expect(said).not.toContain('Later');
    expect(wordsIn(workModal({ ...page, now: afterNoon(300) }).blocks)).toContain('was due');
  });

  test('nothing stays ticked where other stories have come', () => {
    const blocksOf = (from: number) =>
      workModal({ ...page, stories: stories.slice(from) }).blocks.map(({ block_id }) => block_id);
    expect(blocksOf(0)[1]).not.toBe(blocksOf(1)[1]);
  });
});
