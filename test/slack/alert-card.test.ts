/** What an alert's card says, and what a storm's does. */
import { describe, expect, test } from 'vitest';
import type { Spread } from '../../src/alert/spread.ts';
import { blockProblems } from '../../src/sandbox/blocks/block-rules.ts';
import { alertCard } from '../../src/slack/views/alert-card.ts';
import { stormCard } from '../../src/slack/views/storm-card.ts';
import type { Alert, KnownMention } from '../../src/words.ts';
import { afterNoon, alert, knownMention, noon } from '../make.ts';
import { wordsIn } from '../workspace.ts';

const now = afterNoon(72);

const spread: Spread = {
  pace: { lastHour: 140, usual: 3 },
  networks: [
    { network: 'tiktok', mentions: 125, oldestAt: noon, isAnswered: false },
    { network: 'x', mentions: 100, oldestAt: noon, isAnswered: true },
    { network: 'news', mentions: 87, oldestAt: noon, isAnswered: false },
  ],
  voices: [knownMention({ author: { name: 'Mia', followers: 62_000 }, network: 'tiktok' })],
  samples: [knownMention({ author: { handle: 'leo' }, text: 'I was there' })],
};

function card(given: Partial<Alert> = {}, said: Partial<KnownMention> = {}, more: object = {}) {
  return alertCard({ alert: alert(given), mention: knownMention(said), incident: null, now, ...more });
}
const shown = (...of: Parameters<typeof card>) => wordsIn(card(...of).blocks);

describe('a story with many mentions', () => {
  const many = shown({ mentionCount: 312, accountableOwner: 'UANA' }, {}, { spread });

  test('shows how fast it is told beside what is usual', () => {
    expect(many).toMatch(/\*140 in the hour\* to .*, usually 3/);
  });

  test('names where nobody has answered, how much of it is there, how long it waits and whose it is', () => {
    expect(many).toMatch(
      /\*40 %\* on \*TikTok\*, where nobody of us has answered; the oldest waits since .*<@UANA> owns it\./,
    );
    expect(many).toContain('Nor on News (28 %).');
    expect(many).not.toContain('on *X*');
  });

  test('shows the largest audiences, what else is said, and the picture last', () => {
    const chart = { fileId: 'F0123456789', inWords: 'Chart of mentions' };
    const view = card({ mentionCount: 312 }, {}, { spread, chart });
    expect(wordsIn(view.blocks)).toMatch(/Mia on .*TikTok.* \(62,000\)/);
    expect(wordsIn(view.blocks)).toContain('“I was there”');
    expect(view.blocks.at(-1)).toEqual({
      type: 'image',
      slack_file: { id: 'F0123456789' },
      alt_text: 'Chart of mentions',
    });
    expect(blockProblems(view.blocks, 'message')).toEqual([]);
  });

  test('has its buttons before the details, where a thumb reaches them', () => {
    const types = card({ mentionCount: 312 }, {}, { spread }).blocks.map(({ type }) => type);
    expect(types.lastIndexOf('actions')).toBeLessThan(types.lastIndexOf('context'));
  });

  test('goes back to a few lines once it is dismissed', () => {
    const dismissed = { status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UANA' } as const;
    expect(shown({ mentionCount: 312, ...dismissed }, {}, { spread })).not.toContain('in the hour');
  });
});

describe('what became of the first post', () => {
  test('an edit shows what it says now beside what it said', () => {
    const edited = shown({}, { text: 'They hit me', editedAt: noon, editedText: 'They pushed me' });
    expect(edited).toContain('They hit me');
    expect(edited).toMatch(/Edited, seen .*Now: They pushed me/);
  });

  test('a deleted post keeps what it said, as evidence', () => {
    const deleted = shown({}, { text: 'They hit me', deletedAt: noon });
    expect(deleted).toContain('They hit me');
    expect(deleted).toMatch(/Deleted since .*kept as evidence/);
  });

  test('a withheld text is not invented', () => {
    expect(shown({}, { text: null, textState: 'withheld' })).toContain('The source withholds the text');
  });
});

test('stars, language and what it answers are said where they are known', () => {
  const parent = { kind: 'reply', id: null, url: 'https://x.com/ana/status/9' } as const;
  const facts = shown({}, { rating: { value: 2, max: 5 }, language: 'es', parent });
  expect(facts).toContain('★★☆☆☆ 2 of 5');
  expect(facts).toContain('language es');
  expect(facts).toContain('↳ <https://x.com/ana/status/9|a reply>');
  const none = shown({}, { language: 'en', rating: { value: 71, max: 100 } });
  expect(none).toContain('71 of 100');
  expect(none).not.toMatch(/language|↳|★/);
});

test('one that was merged says where its story goes on, without buttons', () => {
  const { blocks } = card({ status: 'merged', mergedInto: 12 });
  expect(wordsIn(blocks)).toContain('Merged into the story of alert 12');
  expect(blocks.some(({ type }) => type === 'actions')).toBe(false);
});

describe("a storm's card", () => {
  const figures = {
    ...{ stories: 23, mentions: 410, lastHour: 90, suggested: { SEV2: 3, SEV4: 20 } },
    ...{ unclaimed: 23, overdue: 0, nextDueAt: afterNoon(120) },
  };
  const storm = { id: 2, startedAt: noon, lastAt: afterNoon(5), stories: 25, endedAt: null };
  const top = [alert({ id: 8, stormId: 2, suggested: 'SEV2', mentionCount: 40 })];

  test('says how much there is, how severe it may be, who is on it and what is due next', () => {
    const text = wordsIn(stormCard({ storm, figures, top, now }).blocks);
    expect(text).toContain('A storm: 23 stories, 410 mentions* · 2 taken out or over');
    expect(text).toContain('Suggested: 3 SEV2 · 20 SEV4');
    expect(text).toContain('Nobody is on 23 of them');
    expect(text).toContain('Next first public response due');
    expect(text).not.toContain('late');
    expect(text).toContain('Show all 23');
  });

  test('is loud about what is late, in its notification as well', () => {
    const view = stormCard({ storm, figures: { ...figures, overdue: 4 }, top, now });
    expect(wordsIn(view.blocks)).toContain('4 of them are late');
    expect(view.text).toContain('4 late');
  });

  test('says when it has calmed, and keeps what is still open', () => {
    const text = wordsIn(stormCard({ storm: { ...storm, endedAt: now }, figures, top, now }).blocks);
    expect(text).toContain('The storm has calmed');
    expect(text).toContain('Take out');
  });
});
