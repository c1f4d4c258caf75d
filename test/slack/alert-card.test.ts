/** What an alert's card says, and what a storm's does. */
import { describe, expect, test } from 'vitest';
import { alertCard, takenInCard } from '../../src/alert/card/view.ts';
import type { Alert } from '../../src/alert/card/words.ts';
import { mentionsModal } from '../../src/alert/mention/view.ts';
import type { KnownMention } from '../../src/alert/mention/words.ts';
import type { Spread } from '../../src/alert/spread/rule.ts';
import { leftCard, stormCard } from '../../src/alert/storm/view.ts';
import { blockProblems } from '../../src/sandbox/blocks/block-rules.ts';
import { afterNoon, alert, knownMention, noon } from '../make.ts';
import { wordsIn } from '../shown.ts';

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
  const many = { mentionCount: 312, accountableOwner: 'UANA' };
  const chart = { fileId: 'F0123456789', inWords: 'Chart of mentions' };
  const all = mentionsModal(alert(many), [], 0, { spread, chart, now }).blocks;

  test('shows on its card how fast it is told beside what is usual, and where nobody has answered', () => {
    const text = shown(many, {}, { spread });
    expect(text).toContain('📈 140 an hour, usually 3');
    expect(text).toContain('*Unanswered on* TikTok 40 % · News 28 %');
    expect(text).not.toContain('X 32 %');
  });

  test('shows beside all of them how long the oldest waits and whose it is', () => {
    expect(wordsIn(all)).toMatch(/The oldest waits since .*<@UANA> owns it\./);
  });

  test('shows there the largest audiences, what else is said, and the picture', () => {
    expect(wordsIn(all)).toMatch(/Mia on .*TikTok.* \(62,000\)/);
    expect(wordsIn(all)).toContain('“I was there”');
    const picture = { type: 'image', slack_file: { id: 'F0123456789' }, alt_text: 'Chart of mentions' };
    expect(all).toContainEqual(picture);
    expect(blockProblems(all, 'modal')).toEqual([]);
  });

  test('has its buttons last, where a thumb reaches them', () => {
    expect(
      card(many, {}, { spread })
        .blocks.slice(-2)
        .map(({ type }) => type),
    ).toEqual(['actions', 'actions']);
  });

  test('goes back to a few lines once it is dismissed', () => {
    const dismissed = { status: 'dismissed', dismissedAs: 'duplicate', dismissedBy: 'UANA' } as const;
    expect(shown({ mentionCount: 312, ...dismissed }, {}, { spread })).not.toContain('an hour');
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

test('one that a storm took in is a line that leads to the storm', () => {
  const { blocks } = takenInCard(alert({ stormId: 2 }), 'https://acme.slack.example/p2');
  expect(wordsIn(blocks)).toBe("↪️ “Late refunds” stands in <https://acme.slack.example/p2|the storm's card> now.");
  expect(blocks.some(({ type }) => type === 'actions')).toBe(false);
});

describe("a storm's card", () => {
  const figures = {
    ...{ stories: 23, mentions: 410, lastHour: 90, suggested: { SEV2: 3, SEV4: 20 } },
    ...{ unclaimed: 23, overdue: 0, nextDueAt: afterNoon(120) },
  };
  const storm = { id: 2, startedAt: noon, lastAt: afterNoon(5), stories: 25, endedAt: null };
  const sev1 = { first: [], total: 0 };
  const links = new Map<number, string>();
  const top = [alert({ id: 8, stormId: 2, suggested: 'SEV2', mentionCount: 40 })];

  test('says how much there is, how severe it may be, who is on it and what is due next', () => {
    const text = wordsIn(stormCard({ storm, figures, top, sev1, links, now }).blocks);
    expect(text).toContain('A storm: 23 stories, 410 mentions* · 2 taken out or over');
    expect(text).toContain('Suggested: 3 SEV2 · 20 SEV4');
    expect(text).toContain('Nobody is on 23 of them');
    expect(text).toContain('Next first public response due');
    expect(text).not.toContain('late');
    expect(text).toContain('Show all 23');
  });

  test('is loud about what is late, in its notification as well', () => {
    const view = stormCard({ storm, figures: { ...figures, overdue: 4 }, top, sev1, links, now });
    expect(wordsIn(view.blocks)).toContain('4 of them are late');
    expect(view.text).toContain('4 late');
  });

  test('says when it has calmed, and keeps what is still open', () => {
    const text = wordsIn(stormCard({ storm: { ...storm, endedAt: now }, figures, top, sev1, links, now }).blocks);
    expect(text).toContain('The storm has calmed');
    expect(text).toContain('Late refunds');
    expect(text).toContain('Work through…');
  });

  test('has two buttons, whatever it holds', () => {
    const many = Array.from({ length: 5 }, (_, i) => alert({ id: i, stormId: 2 }));
    const { blocks } = stormCard({ storm, figures, top: many, sev1, links, now });
    expect(blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))).toHaveLength(2);
    expect(blocks.some((block) => 'accessory' in block)).toBe(false);
  });

  test('names on top the SEV1 stories of its time, linked to their cards, five of them and how many more', () => {
    const first = Array.from({ length: 5 }, (_, i) => alert({ id: i, suggested: 'SEV1', title: `Fire ${i} <!here>` }));
    const known = new Map([[0, 'https://acme.slack.example/p1']]);
    const view = stormCard({ storm, figures, top, sev1: { first, total: 7 }, links: known, now });
    const [beside = '', head = ''] = view.blocks.slice(1, 3).map(wordsIn);
    expect(beside).toContain('<https://acme.slack.example/p1|“Fire 0 &lt;!here&gt;”>');
    expect(beside).toContain('“Fire 4');
    expect(beside).toContain('and 2 more');
    expect(head).toContain('A storm: 23 stories');
  });

  test('leaves one line where it stood before, linked to where it stands', () => {
    expect(wordsIn(leftCard('https://acme.slack.example/p2').blocks)).toBe(
      '↪️ The storm is shown <https://acme.slack.example/p2|in a newer message below>.',
    );
    expect(leftCard(null).blocks).toHaveLength(1);
  });
});
