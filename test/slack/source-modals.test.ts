import { describe, expect, test } from 'vitest';
import { viewProblems } from '../../src/sandbox/blocks/view-rules.ts';
import { askedFor } from '../../src/source/desk/set-up.ts';
import { rejectedModal, sourcesModal, testedModal } from '../../src/source/desk/view.ts';
import { revealedModal, rotateModal, sourceFormModal, sourceKindModal } from '../../src/source/desk/view-forms.ts';
import { health, type ShownSource } from '../../src/source/desk/view-shown.ts';
import { KINDS } from '../../src/source/kinds.ts';
import { afterNoon, mention, noon } from '../make.ts';

const HOSTILE = '<!channel> *bold* <https://evil.example|click> ```\u202e';

function source(given: Partial<ShownSource> = {}): ShownSource {
  return {
    name: 'acme-news',
    title: 'Google Alerts',
    isPaused: false,
    fromFile: false,
    canRotate: true,
    addedAt: noon,
    seenAt: afterNoon(57),
    accepted: 1_204,
    duplicates: 3,
    rejected: 2,
    lastError: null,
    lastErrorAt: null,
    silentSince: null,
    broken: null,
    address: null,
    ...given,
  };
}

const address = 'https://firebreak.example.com/intake/<name>';
const kinds = [...KINDS.values()].map((kind) => ({ ...kind, address, fields: askedFor(kind) }));
const said = (view: object) => JSON.stringify(view);

describe('what Slack would refuse', () => {
  test.each(kinds.map((kind) => [kind.kind, kind] as const))('the form of %s is not', (_, kind) => {
    expect(viewProblems(sourceFormModal(kind), 'modal')).toEqual([]);
    const secrets = kind.fields.map(({ label, hint }) => ({ label, hint, value: 'f'.repeat(60) }));
    const long = `https://${'long.'.repeat(40)}example.com/intake/${'a'.repeat(40)}`;
    const revealed = { name: 'a'.repeat(40), address: long, secrets, steps: kind.guide.steps };
    expect(viewProblems(revealedModal(revealed, true, noon), 'modal')).toEqual([]);
    expect(viewProblems(rotateModal('acme', kind.fields), 'modal')).toEqual([]);
  });

  test('the list of kinds is not', () => {
    expect(viewProblems(sourceKindModal(kinds), 'modal')).toEqual([]);
  });

  test.each([0, 1, 30, 31, 200])('a list of %i sources is not, on any page', (many) => {
    const sources = Array.from({ length: many }, (_, n) =>
      source({ name: `s${n}`, broken: HOSTILE.repeat(20), lastError: HOSTILE.repeat(20), lastErrorAt: noon }),
    );
    for (let skip = 0; skip === 0 || skip < many; skip += 30) {
      const view = sourcesModal({ sources, skip, mayChange: true, admins: [], now: afterNoon(60) });
      expect(viewProblems(view, 'modal')).toEqual([]);
      expect(said(view)).not.toContain('<!channel>');
    }
  });

  test('hostile and huge things that were rejected or tested are not', () => {
    const items = Array.from({ length: 5 }, (_, id) => ({ id, at: noon, why: HOSTILE, item: HOSTILE.repeat(500) }));
    expect(viewProblems(rejectedModal('acme', items, 5, true), 'modal')).toEqual([]);
    const mentions = [1, 2, 3].map(() => mention({ author: { name: HOSTILE.repeat(9) }, text: HOSTILE.repeat(300) }));
    expect(viewProblems(testedModal('acme', { mentions }, false, true), 'modal')).toEqual([]);
    expect(viewProblems(testedModal('acme', { why: HOSTILE.repeat(200) }, true, true), 'modal')).toEqual([]);
  });
});

test('who tests a source in a storm is told where its stories will stand', () => {
  const told = (isStorm: boolean) => said(testedModal('acme', { mentions: [mention()] }, true, isStorm));
  expect(told(true)).toContain("will stand on the storm's card");
  expect(told(false)).not.toContain('storm');
});

describe('how a source is, in words', () => {
  test('when it was heard last, and what became of what it sent', () => {
    expect(health(source(), afterNoon(60))).toBe(
      '🟢 *acme-news* · Google Alerts\nlast mention 3 min ago · 1,204 accepted · 3 known already · 2 rejected',
    );
  });

  test.each([
    ['⏸️ ', '*paused*', source({ isPaused: true, silentSince: noon })],
    ['🔇 ', '*silent*', source({ silentSince: noon })],
    ['⚪ ', 'nothing yet, added 1 h ago', source({ seenAt: null })],
    ['⚠️ ', 'Its token is missing', source({ broken: 'Its token is missing.' })],
    ['🟢 ', '⚠️ 10 min ago: It answered 500.', source({ lastError: 'It answered 500.', lastErrorAt: afterNoon(50) })],
  ])('%s%s', (mark, words, one) => {
    expect(health(one, afterNoon(60)).startsWith(mark)).toBe(true);
    expect(health(one, afterNoon(60))).toContain(words);
  });

  test('a trouble of long ago is no news', () => {
    const old = source({ lastError: 'It answered 500.', lastErrorAt: noon });
    expect(health(old, afterNoon(25 * 60))).not.toContain('500');
  });

  test('who may only look gets no menu and is told who may', () => {
    const view = sourcesModal({ sources: [source()], skip: 0, mayChange: false, admins: ['UANA'], now: noon });
    expect(said(view)).not.toContain('overflow');
    expect(said(view)).not.toContain('Add source');
    expect(said(view)).toContain('Sources are changed by <@UANA>');
  });
});
