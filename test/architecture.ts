/** The rules of the house, as data, and the function that finds the lines which break them. */
import { posix } from 'node:path';
import { parseAst } from 'vitest/node';

interface Room {
  /** Rooms it may import, besides itself. */
  rooms?: readonly string[];
  packages?: readonly string[];
  packageTypes?: readonly string[];
  builtins?: true;
  /** No async, clock, randomness, network or environment: what it needs of those is an argument. */
  pure?: true;
  /** Slack is named in its comments at most. */
  neverHearsOfSlack?: true;
  readsEnvironment?: true;
}

const ANY = ['*'];
const STAGES = ['alert/', 'assess/', 'act/', 'learn/'];
const PARSERS = [
  '@rowanmanning/feed-parser',
  'csv-parse',
  'eventsource-parser',
  'ipaddr.js',
  'undici',
  'ws',
  'eld',
  'entities',
  'html-to-text',
  'normalize-url',
  'tldts',
  'yaml',
];

/** Who may import whom. A new folder or top-level file of src needs a line here. */
export const ROOMS: Record<string, Room> = {
  'words.ts': { pure: true },
  'alert/': { pure: true, rooms: ['words.ts'] },
  'assess/': { pure: true, rooms: ['words.ts', 'alert/'] },
  'act/': { pure: true, rooms: ['words.ts', 'alert/', 'assess/'] },
  'learn/': { pure: true, rooms: ['words.ts', 'alert/', 'assess/', 'act/'] },
  'slack/views/': { pure: true, rooms: ['words.ts', ...STAGES], packageTypes: ['@slack/types'] },

  'intake/': edge({ rooms: ['words.ts', 'alert/', 'db/'], packages: ['zod', ...PARSERS] }),
  'db/': edge({
    rooms: ['words.ts', ...STAGES],
    packages: ['drizzle-orm', 'postgres', '@electric-sql/pglite'],
    neverHearsOfSlack: true,
  }),
  'delivery/': edge({ rooms: ['words.ts', 'db/'], packages: ['drizzle-orm'], neverHearsOfSlack: true }),
  'slack/': edge({
    rooms: ['words.ts', ...STAGES, 'slack/views/', 'db/', 'delivery/'],
    packages: [
      ...['@slack/bolt', '@slack/web-api', '@slack/types', 'zod', 'fastest-levenshtein'],
      ...['@resvg/resvg-wasm', 'd3-scale', 'd3-shape'],
    ],
  }),
  'ticker.ts': edge({ rooms: ['words.ts', ...STAGES, 'db/', 'delivery/'], packages: ['node-cron'] }),
  'sandbox/': edge({ packages: ANY }),

  'config.ts': { rooms: ['words.ts'], packages: ['dotenv', 'zod'], builtins: true, readsEnvironment: true },
  'settings.ts': { rooms: ['words.ts', 'alert/'], packages: ['yaml', 'zod'], builtins: true },
  'metrics.ts': { rooms: ['words.ts'], packages: ['prom-client'], builtins: true },
  'log.ts': { packages: ['pino'], builtins: true },
  'http-server.ts': { builtins: true },
  'sandbox-mode.ts': { rooms: ANY, packages: ANY, builtins: true },
  'start.ts': { rooms: ANY, packages: ANY, builtins: true },
  'main.ts': { rooms: ANY, packages: ANY, builtins: true },
};

function edge(room: Room): Room {
  return { ...room, builtins: true, packageTypes: ['pino'] };
}

export interface SourceFile {
  /** From the root of the repository: `src/act/escalate.ts`. */
  path: string;
  source: string;
}

/** Every breach of the rules, one sentence each: `src/alert/story.ts:3: may not import db/`. */
export function breaches(files: SourceFile[]): string[] {
  return files.flatMap((file) => {
    const at = (node: Node) => `${file.path}:${file.source.slice(0, node.start).split('\n').length}`;
    const named = misnamed(file.path).map((why) => `${file.path}: ${why}`);
    const name = roomOf(file.path);
    const room = ROOMS[name];
    if (!room) return [...named, `${file.path}: ${name} is no room of the table`];

    let nodes: Visit[];
    try {
      nodes = visit(file);
    } catch {
      return [...named, `${file.path}: does not parse`];
    }
    const found = [
      ...nodes.flatMap(({ node }) =>
        importsOf(node).flatMap((wanted) => forbiddenImport(file.path, name, room, wanted)),
      ),
      ...nodes.flatMap(({ node }) =>
        node.type === 'ExportAllDeclaration' ? [breach(node, 'a barrel: `export *`')] : [],
      ),
      ...(room.readsEnvironment ? [] : nodes.flatMap(environmentRead)),
      ...(room.pure ? nodes.flatMap(impurity) : []),
      ...(room.neverHearsOfSlack ? nodes.flatMap(wordSlack) : []),
    ];
    if (room.neverHearsOfSlack && /slack/i.test(file.path)) named.push(`${file.path}: never hears of Slack`);
    return [...named, ...found.map(({ node, why }) => `${at(node)}: ${why}`)];
  });
}

/** `act/` for src/act/escalate.ts, `main.ts` for src/main.ts: the longest folder of the table, else the first. */
function roomOf(path: string): string {
  const inSrc = path.replace(/^src\//, '');
  const known = Object.keys(ROOMS).filter((room) => inSrc === room || (room.endsWith('/') && inSrc.startsWith(room)));
  const [first = ''] = inSrc.split('/');
  return known.sort((a, b) => b.length - a.length)[0] ?? (inSrc.includes('/') ? `${first}/` : first);
}

function misnamed(path: string): string[] {
  const why: string[] = [];
  if (/\/index\.[a-z]+$/.test(path)) why.push('a barrel: import the file itself');
  if (/\/(util|helper|common|misc)s?(\.|\/)/.test(path)) why.push('its name says nothing: name it after what it does');
  return why;
}

// --- Imports ---------------------------------------------------------------------------------------------------------

interface Import {
  node: Node;
  /** Null where it is computed. */
  from: string | null;
  /** Gone after compilation. `import { type A }` is not: it still loads the file. */
  typeOnly: boolean;
}

function importsOf(node: Node): Import[] {
  switch (node.type) {
    case 'ImportDeclaration':
      return [{ node, from: text(node.source), typeOnly: node.importKind === 'type' }];
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.source ? [{ node, from: text(node.source), typeOnly: node.exportKind === 'type' }] : [];
    case 'TSImportType':
      return [{ node, from: text(node.source), typeOnly: true }];
    case 'ImportExpression':
      return [{ node, from: text(node.source), typeOnly: false }];
    case 'TSExternalModuleReference':
      return [{ node, from: text(node.expression), typeOnly: false }];
    case 'CallExpression':
      if (!isName(node.callee, 'require')) return [];
      return [{ node, from: text((node.arguments as unknown[])[0]), typeOnly: false }];
    default:
      return [];
  }
}

function forbiddenImport(path: string, ownName: string, room: Room, { node, from, typeOnly }: Import): Breach[] {
  const allows = (list: readonly string[] = [], wanted: string) => list.includes(wanted) || list === ANY;
  if (from === null) return [breach(node, 'imports something computed, which nobody can check')];

  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(path), from);
    if (!target.startsWith('src/')) return [breach(node, 'imports from outside src')];
    const wanted = roomOf(target);
    return wanted === ownName || allows(room.rooms, wanted) ? [] : [breach(node, `may not import ${wanted}`)];
  }

  if (from.startsWith('node:')) return room.builtins ? [] : [breach(node, `may not import ${from}`)];
  const wanted = from.split('/', from.startsWith('@') ? 2 : 1).join('/');
  if (allows(room.packages, wanted)) return [];
  if (!allows(room.packageTypes, wanted)) return [breach(node, `may not import ${wanted}`)];
  return typeOnly ? [] : [breach(node, `may import only types of ${wanted}`)];
}

// --- What a line does ------------------------------------------------------------------------------------------------

/** Names that reach outside a pure function. */
const IMPURE = new Map(
  Object.entries({
    async: ['Promise', 'PromiseLike', 'queueMicrotask'],
    clock: ['performance', 'setTimeout', 'setInterval', 'setImmediate'],
    randomness: ['crypto'],
    network: ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'],
    environment: ['process'],
    'the outside': ['globalThis', 'console'],
  }).flatMap(([kind, names]) => names.map((name) => [name, kind])),
);

function impurity({ node, parent, key }: Visit): Breach[] {
  if (node.async === true || node.await === true) return [breach(node, 'pure, but holds async')];
  if (node.type === 'AwaitExpression') return [breach(node, 'pure, but holds await')];
  if (node.type === 'CallExpression' && isName(node.callee, 'Date')) return [breach(node, 'pure, but reads the clock')];
  if (node.type === 'NewExpression' && isName(node.callee, 'Date') && (node.arguments as unknown[]).length === 0)
    return [breach(node, 'pure, but reads the clock')];
  if (reads(node, 'Date', 'now')) return [breach(node, 'pure, but reads the clock')];
  if (reads(node, 'Math', 'random')) return [breach(node, 'pure, but holds randomness')];
  if (node.type !== 'Identifier' || isOnlyAKey(parent, key)) return [];
  const kind = IMPURE.get(String(node.name));
  return kind ? [breach(node, `pure, but reaches for ${kind}: ${node.name}`)] : [];
}

function environmentRead({ node }: Visit): Breach[] {
  const imported =
    node.type === 'ImportDeclaration' &&
    /^(node:)?process$/.test(text(node.source) ?? '') &&
    (node.specifiers as Node[]).some(({ imported }) => isName(imported, 'env'));
  return imported || reads(node, 'process', 'env') ? [breach(node, 'reads process.env: only config.ts does')] : [];
}

function wordSlack({ node }: Visit): Breach[] {
  const word = node.type.endsWith('Identifier') ? String(node.name) : importsOf(node)[0]?.from;
  return word && /slack/i.test(word) ? [breach(node, `never hears of Slack: ${word}`)] : [];
}

/** `Date.now`, `globalThis.Date['now']` or `{ now } = Date`. */
function reads(node: Node, object: string, property: string): boolean {
  const isObject = (it: unknown) => isName(it, object) || (isNode(it) && isName(it.property, object));
  if (node.type === 'MemberExpression')
    return isObject(node.object) && (isName(node.property, property) || text(node.property) === property);
  if (node.type !== 'VariableDeclarator' && node.type !== 'AssignmentExpression') return false;
  const [left, right] = node.type === 'VariableDeclarator' ? [node.id, node.init] : [node.left, node.right];
  if (!isObject(right) || !isNode(left) || left.type !== 'ObjectPattern') return false;
  return (left.properties as Node[]).some(({ key }) => isName(key, property) || text(key) === property);
}

/** The `process` of `work.process` and of `{ process: 1 }`. */
function isOnlyAKey(parent: Node | null, key: string): boolean {
  if (!parent || parent.computed === true || parent.shorthand === true) return false;
  return key === 'property' || (key === 'key' && parent.type !== 'TSMappedType');
}

// --- The syntax tree -------------------------------------------------------------------------------------------------

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

interface Visit {
  node: Node;
  parent: Node | null;
  /** Where the node hangs on its parent. */
  key: string;
}

interface Breach {
  node: Node;
  why: string;
}

function breach(node: Node, why: string): Breach {
  return { node, why };
}

/** Every node of the file. Throws on a syntax error. */
function visit({ path, source }: SourceFile): Visit[] {
  const visits: Visit[] = [];
  const walk = (value: unknown, parent: Node | null, key: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, parent, key);
    if (!isNode(value)) return;
    visits.push({ node: value, parent, key });
    for (const [name, child] of Object.entries(value)) walk(child, value, name);
  };
  walk(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }), null, '');
  return visits;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isName(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === name;
}

function text(value: unknown): string | null {
  return isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : null;
}
