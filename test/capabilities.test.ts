/** What is drawn is heard, and what is heard is drawn: read from the code, and from the listeners themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import type { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { MORE } from '../src/alert/card/words.ts';
import { BOARD_PARTS, LISTENERS, OWES, POSTS, SENTENCES } from '../src/capabilities.ts';
import type { Firebreak } from '../src/slack/firebreak.ts';
import { isNode, type Node, text, visit } from './architecture.ts';
import { incident } from './make.ts';

const SOURCES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('sandbox/'))
  .map((path) => ({ path: `src/${path}`, source: readFileSync(`src/${path}`, 'utf8') }));
const NODES = SOURCES.flatMap((file) => visit(file).map(({ node }) => node));

/** `export const ESCALATE = 'alert_escalate'`: what each id is called. */
const IDS = new Map(
  NODES.flatMap((node): [string, string][] => {
    const value = node.type === 'VariableDeclarator' ? text(node.init) : null;
    return value !== null && isNode(node.id) && /^[A-Z][A-Z_]*$/.test(String(node.id.name))
      ? [[String(node.id.name), value]]
      : [];
  }),
);

/** The id that an expression names: a constant, or a template that begins with one. */
function idOf(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'Identifier') return IDS.get(String(value.name)) ?? null;
  return value.type === 'TemplateLiteral' ? idOf((value.expressions as unknown[])[0]) : null;
}

const calls = (name: RegExp) =>
  NODES.filter((node) => node.type === 'CallExpression' && isNode(node.callee) && name.test(String(node.callee.name)));
const argsOf = (call: Node) => call.arguments as Node[];
const fieldsOf = (object: Node | undefined) =>
  new Map(
    ((object?.properties ?? []) as Node[]).flatMap(({ key, value }) =>
      isNode(key) && key.type === 'Identifier' ? [[String(key.name), value]] : [],
    ),
  );
const unique = (ids: (string | null | undefined)[]) => [...new Set(ids.flatMap((id) => id ?? []))].sort();

/** Buttons and menus. */
function drawnActions(): string[] {
  const buttons = calls(/^button$/).map((call) => idOf(argsOf(call)[0]));
  const menus = NODES.filter(({ type }) => type === 'ObjectExpression').map((node) =>
    idOf(fieldsOf(node).get('action_id')),
  );
  return unique([...buttons, ...menus]).filter((id) => id !== 'value');
}

/** Forms that can be sent: by the view that draws them, or by who gives the view their id. */
function drawnForms(): string[] {
  const drawn = calls(/^modal$/)
    .map((call) => fieldsOf(argsOf(call)[0]))
    .filter((look) => look.has('submit'));
  const given = calls(/^replyModal$/).map((call) => idOf(argsOf(call)[0]));
  return unique([...drawn.map((look) => idOf(look.get('id'))), ...given]);
}

interface Heard {
  actions: (string | RegExp)[];
  forms: string[];
  fields: string[];
}

/** What the listeners hear, as they say it to Bolt. */
function heard(): Heard {
  const found: Heard = { actions: [], forms: [], fields: [] };
  const app = {
    action: (what: string | RegExp | { block_id: string }) => {
      if (typeof what === 'string' || what instanceof RegExp) found.actions.push(what);
      else found.fields.push(what.block_id);
    },
    view: (id: string) => found.forms.push(id),
    ...{ event: () => {}, command: () => {}, shortcut: () => {}, options: () => {} },
  };
  for (const listen of LISTENERS) listen(app as unknown as App, {} as Firebreak);
  return found;
}

const hears = (heardAs: string | RegExp, id: string) =>
  typeof heardAs === 'string' ? heardAs === id : heardAs.test(id) || heardAs.test(`${id}_1`);

describe('every button and menu', () => {
  const { actions } = heard();

  test.each(drawnActions())('%s that is drawn is heard', (id) => {
    expect(actions.filter((one) => hears(one, id))).not.toEqual([]);
  });

  test.each(unique(actions.map(String)))('%s that is heard is drawn', (heardAs) => {
    const one = actions.find((action) => String(action) === heardAs);
    expect(drawnActions().filter((id) => one !== undefined && hears(one, id))).not.toEqual([]);
  });
});

describe('every form', () => {
  test('that is drawn is heard, and every one that is heard is drawn', () => {
    expect(drawnForms()).toEqual(unique(heard().forms));
  });

  test('in which a choice is heard at once has that field', () => {
    const fields = calls(/Input$/).map((call) => text(argsOf(call)[0]));
    for (const field of heard().fields) expect(fields).toContain(field);
  });
});

describe('every choice of a menu', () => {
  const heardAs = (name: RegExp) => unique(calls(name).flatMap((call) => argsOf(call).map(text)));

  test('on a card is heard, and none that is not there', () => {
    expect(heardAs(/^onAlertChoice(Opens)?$/)).toEqual(Object.keys(MORE).sort());
  });

  test('on a board is heard, and none that is not there', () => {
    const offered = NODES.filter(({ type }) => type === 'ObjectExpression')
      .map(fieldsOf)
      .filter((fields) => fields.has('what') && fields.has('text'))
      .map((fields) => text(fields.get('what')));
    expect(heardAs(/^onIncidentChoice$/)).toEqual(unique(offered));
    expect(BOARD_PARTS.flatMap(({ choice }) => choice?.(incident())?.what ?? [])).toContain('silence');
  });
});

describe('what is put together from the list', () => {
  test('has a sentence, a handler and a name for everything, and says nothing twice', () => {
    for (const sentence of Object.values(SENTENCES)) expect(sentence('<@UANA>', {})).toMatch(/\S/);
    for (const { named, does } of Object.values(OWES)) expect([named, does]).not.toContain('');
    expect(Object.keys(POSTS).length).toBeGreaterThan(10);
  });
});
