/** The rules of the house, as data, and the function that finds the lines which break them. */
import { posix } from 'node:path';
import { parseAst } from 'vitest/node';

/** What a file may do and see. Capabilities have one for each layer, machinery one for each room. */
interface Place {
  /** Layers of other capabilities it may import from. Its own folder it sees, but for what `ownFolder` says. */
  layers?: readonly Layer[];
  /** Rooms of the machinery it may import from, besides its own. */
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

/** The first word of a file's name says its layer; without one of these words it is a rule. */
const LAYERS = ['rule', 'words', 'view', 'store', 'slack', 'deliver', 'declares', 'edge'] as const;
type Layer = (typeof LAYERS)[number];
const WORDS: Record<string, Layer> = { table: 'store' };

/** What comes first in the way through never looks ahead to what comes later. Held for rules and words. */
const STAGES = ['policy', 'alert', 'assess', 'act', 'clock', 'learn'];
/** Rooms whose folders are capabilities, and rooms that are one. */
const WITH_CAPABILITIES = ['alert', 'assess', 'act', 'learn'];
const CAPABILITIES = ['clock', 'policy', 'trouble', 'home', 'source/desk', 'source/files', 'source/silence', 'source'];
/** Here a file without such a word is no rule, but of the room. */
const OF_THE_ROOM = /^source\//;

const ANY = ['*'];
const PARSERS = [
  '@rowanmanning/feed-parser',
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
const CORE: readonly Layer[] = ['rule', 'words'];
const MACHINERY = ['words', 'db', 'delivery', 'slack', 'slack/kit', 'command'];

/** Of a capability's folder. */
const BY_LAYER: Record<Layer, Place> = {
  rule: { pure: true, layers: CORE, rooms: ['words'] },
  words: { pure: true, layers: CORE, rooms: ['words'] },
  view: {
    pure: true,
    layers: [...CORE, 'view'],
    rooms: ['words', 'slack/kit'],
    packages: ['d3-scale', 'd3-shape'],
    packageTypes: ['@slack/types'],
  },
  store: edge({
    layers: [...CORE, 'store'],
    rooms: ['words', 'db', 'turns.ts'],
    packages: ['drizzle-orm'],
    neverHearsOfSlack: true,
  }),
  slack: edge({
    layers: [...CORE, 'store'],
    rooms: MACHINERY,
    packages: ['@slack/bolt', '@slack/web-api', '@slack/types', 'zod', 'fastest-levenshtein'],
  }),
  deliver: edge({ layers: [...CORE, 'store'], rooms: MACHINERY, packages: ['zod', '@resvg/resvg-wasm'] }),
  declares: edge({ layers: [...CORE, 'store'], rooms: [...MACHINERY, 'capability.ts'] }),
  edge: {},
};

/** Everything else. A new folder or top-level file of src needs a line here. */
const ROOMS: Record<string, Place> = {
  words: { pure: true },
  db: edge({
    rooms: ['words'],
    packages: ['drizzle-orm', 'postgres', '@electric-sql/pglite'],
    neverHearsOfSlack: true,
  }),
  delivery: edge({ rooms: ['words', 'db'], packages: ['drizzle-orm'], neverHearsOfSlack: true }),
  'slack/kit': edge({
    rooms: ['words', 'slack'],
    packages: ['zod'],
    packageTypes: ['@slack/types', '@slack/bolt', '@slack/web-api'],
  }),
  slack: edge({
    rooms: ['words', 'slack/kit', 'db', 'delivery'],
    packages: ['@slack/bolt', '@slack/web-api', '@slack/types', 'zod', '@resvg/resvg-wasm'],
  }),
  command: edge({
    layers: [...CORE, 'view', 'store'],
    rooms: ['words', 'slack', 'slack/kit', 'db', 'capability.ts'],
    packages: ['@slack/bolt', '@slack/web-api', '@slack/types', 'zod', 'fastest-levenshtein'],
  }),
  http: edge({ rooms: ['words'], packages: ['prom-client'] }),
  source: edge({
    layers: [...CORE, 'store'],
    rooms: ['words', 'db', 'turns.ts'],
    packages: ['zod', 'drizzle-orm', ...PARSERS],
  }),
  sandbox: edge({ packages: ANY }),
  'turns.ts': { builtins: true },
  'config.ts': { rooms: ['words'], packages: ['dotenv', 'zod'], builtins: true, readsEnvironment: true },
  'log.ts': { packages: ['pino'], builtins: true },
  'sandbox-mode.ts': { layers: LAYERS, rooms: ANY, packages: ANY, builtins: true },
  'capability.ts': { layers: LAYERS, rooms: ANY, packages: ['@slack/bolt'] },
  'standing-still.ts': { layers: LAYERS, rooms: ANY, builtins: true },
  'capabilities.ts': { layers: LAYERS, rooms: ANY },
  'start.ts': { layers: LAYERS, rooms: ANY, packages: ANY, builtins: true },
  'main.ts': { layers: LAYERS, rooms: ANY, packages: ANY, builtins: true },
};

const SETTINGS = edge({ layers: [...CORE, 'edge'], rooms: ['words'], packages: ['yaml', 'zod'] });

/** Files of a capability that are an edge of their own kind. */
const EDGES: Record<string, Place> = {
  'clock/ticker.ts': edge({ layers: [...CORE, 'store', 'edge'], rooms: ['words', 'db'], packages: ['node-cron'] }),
  'clock/watched-work.ts': edge({ layers: [...CORE, 'store'], rooms: ['words', 'db'] }),
  'clock/steady-clock.ts': {},
  'policy/settings.ts': SETTINGS,
  'policy/file-shape.ts': SETTINGS,
  'policy/file-problems.ts': SETTINGS,
};

function edge(room: Place): Place {
  return { ...room, builtins: true, packageTypes: [...(room.packageTypes ?? []), 'pino'] };
}

/** Files that import each other in a ring, of types too. Each ring once, in the order of names. */
export function circles(files: SourceFile[]): string[][] {
  const known = new Set(files.map(({ path }) => path));
  const imports = new Map(
    files.map((file) => {
      const named = visit(file).flatMap(({ node }) => importsOf(node).flatMap(({ from }) => from ?? []));
      const targets = named
        .filter((from) => from.startsWith('.'))
        .map((from) => posix.join(posix.dirname(file.path), from));
      return [file.path, targets.filter((target) => known.has(target))];
    }),
  );
  const reached = (from: string): Set<string> => {
    const seen = new Set<string>();
    const next = [...(imports.get(from) ?? [])];
    for (let path = next.pop(); path !== undefined; path = next.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      next.push(...(imports.get(path) ?? []));
    }
    return seen;
  };
  const reach = new Map(files.map(({ path }) => [path, reached(path)]));
  const ring = (path: string) =>
    files.map((file) => file.path).filter((other) => reach.get(path)?.has(other) && reach.get(other)?.has(path));
  const found = files.filter(({ path }) => reach.get(path)?.has(path)).map(({ path }) => ring(path).sort());
  return [...new Map(found.map((one) => [one.join(), one])).values()];
}

/** Where a file stands. */
interface Standing {
  /** `act/note`, or the room: `db`, `start.ts`. */
  home: string;
  /** Null in the machinery. */
  layer: Layer | null;
  stage: string;
}

function standingOf(path: string): Standing {
  const inSrc = path.replace(/^src\//, '');
  const parts = inSrc.split('/');
  const [first = '', second = ''] = parts;
  const stage = first;
  const inStage = WITH_CAPABILITIES.includes(first) && parts.length > 2 ? `${first}/${second}` : undefined;
  const home = inStage ?? CAPABILITIES.find((one) => inSrc.startsWith(`${one}/`));
  const layer = home === undefined ? null : layerOf(home, inSrc);
  if (home !== undefined && layer !== null) return { home, layer, stage };
  const room = Object.keys(ROOMS).filter((one) => inSrc === one || inSrc.startsWith(`${one}/`));
  return { home: room.sort((a, b) => b.length - a.length)[0] ?? first, layer: null, stage };
}

function layerOf(home: string, inSrc: string): Layer | null {
  const name = inSrc.slice(inSrc.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '');
  if (EDGES[inSrc]) return 'edge';
  if (name === home.slice(home.lastIndexOf('/') + 1) && home !== 'source') return 'declares';
  const word = name.split('-')[0] ?? '';
  return WORDS[word] ?? LAYERS.find((one) => one === word) ?? (OF_THE_ROOM.test(inSrc) ? null : 'rule');
}

function placeOf(path: string): Place | undefined {
  const { home, layer } = standingOf(path);
  return EDGES[path.replace(/^src\//, '')] ?? (layer ? BY_LAYER[layer] : ROOMS[home]);
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
    const room = placeOf(file.path);
    if (!room) return [...named, `${file.path}: ${standingOf(file.path).home} is no room of the table`];

    let nodes: Visit[];
    try {
      nodes = visit(file);
    } catch {
      return [...named, `${file.path}: does not parse`];
    }
    const found = [
      ...nodes.flatMap(({ node }) => importsOf(node).flatMap((wanted) => forbiddenImport(file.path, room, wanted))),
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

function forbiddenImport(path: string, room: Place, { node, from, typeOnly }: Import): Breach[] {
  const allows = (list: readonly string[] = [], wanted: string) => list.includes(wanted) || list === ANY;
  if (from === null) return [breach(node, 'imports something computed, which nobody can check')];

  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(path), from);
    if (!target.startsWith('src/')) return [breach(node, 'imports from outside src')];
    const why = whyNot(path, target, room);
    return why === null ? [] : [breach(node, why)];
  }

  if (from.startsWith('node:')) return room.builtins ? [] : [breach(node, `may not import ${from}`)];
  const wanted = from.split('/', from.startsWith('@') ? 2 : 1).join('/');
  if (allows(room.packages, wanted)) return [];
  if (!allows(room.packageTypes, wanted)) return [breach(node, `may not import ${wanted}`)];
  return typeOnly ? [] : [breach(node, `may import only types of ${wanted}`)];
}

/** Why one file may not see another; null when it may. */
function whyNot(path: string, target: string, place: Place): string | null {
  const own = standingOf(path);
  const wanted = standingOf(target);
  const isCore = own.layer !== null && CORE.includes(own.layer) && wanted.layer !== null;
  if (isCore && STAGES.includes(own.stage) && STAGES.indexOf(wanted.stage) > STAGES.indexOf(own.stage))
    return `may not look ahead to ${wanted.home}`;
  if (wanted.layer === null) {
    const isSeen = wanted.home === own.home || place.rooms === ANY || place.rooms?.includes(wanted.home);
    return isSeen ? null : `may not import ${wanted.home}`;
  }
  const seesAllOfItsOwn = own.layer === null || ['slack', 'deliver', 'declares'].includes(own.layer);
  if (place.layers?.includes(wanted.layer) || (own.home === wanted.home && seesAllOfItsOwn)) return null;
  return `may not import ${wanted.home}: ${wanted.layer}`;
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

export interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

export interface Visit {
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
export function visit({ path, source }: SourceFile): Visit[] {
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

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

export function isName(value: unknown, name: string): boolean {
  return isNode(value) && value.type === 'Identifier' && value.name === name;
}

export function text(value: unknown): string | null {
  return isNode(value) && value.type === 'Literal' && typeof value.value === 'string' ? value.value : null;
}
