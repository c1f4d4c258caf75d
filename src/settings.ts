import { existsSync, readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { whyNoEntry, withOwnTopics } from './alert/own-topics.ts';
import { TOPICS } from './alert/topics.ts';
import { type PersonId, type Policy, SEVERITIES, type Severity, type SeverityPolicy } from './words.ts';

/** What a team decides for itself. */
export interface Settings {
  brand: string;
  /** A channel id. */
  alertsChannel: string | null;
  policy: Policy;
  /** Who may change sources. Empty: the workspace's admins and owners. */
  admins: PersonId[];
  sources: FileSource[];
}

/** A source as the file has it, with what it takes from the environment. Its kind says whether the values will do. */
export interface FileSource {
  name: string;
  kind: string;
  values: Record<string, string>;
}

/** What a variable of the environment holds; undefined when it is not set. */
type FromEnvironment = (name: string) => string | undefined;

/** Looked for when FIREBREAK_CONFIG names no file. */
export const DEFAULT_FILE = './firebreak.yml';

/** Source: design, section 2, "Clocks". Minutes. */
export const DEFAULT_POLICY: Policy = {
  severities: {
    SEV1: { acknowledge: 10, response: 120, update: 30, heartbeat: 20, owners: [] },
    SEV2: { acknowledge: 20, response: 120, update: 60, heartbeat: 45, owners: [] },
    SEV3: { acknowledge: 60, response: 120, update: 60, heartbeat: 120, owners: [] },
    SEV4: { acknowledge: 240, response: 120, update: null, heartbeat: null, owners: [] },
  },
  page: { answerWithin: 3, rounds: 5 },
  storm: { stories: 20, within: 10 },
  topics: TOPICS,
};

/** A fresh copy of what holds without a file. */
export function defaultSettings(): Settings {
  return { brand: 'Our brand', alertsChannel: null, policy: structuredClone(DEFAULT_POLICY), admins: [], sources: [] };
}

/** Reads the named file; without a name ./firebreak.yml where there is one. Throws sentences for the operator. */
export function readSettings(file: string | undefined, fromEnvironment: FromEnvironment = () => undefined): Settings {
  if (file === undefined && !existsSync(DEFAULT_FILE)) return defaultSettings();
  return parseSettings(readText(file ?? DEFAULT_FILE), file ?? DEFAULT_FILE, fromEnvironment);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const why = isMissing ? 'does not exist' : `cannot be read (${error instanceof Error ? error.message : error})`;
    throw new Error(`FIREBREAK_CONFIG: the settings file ${file} ${why}: correct the path, or leave it out.`, {
      cause: error,
    });
  }
}

/** Throws an Error with one line per problem, from top to bottom: `firebreak.yml:4: severities.SEV1.response is 0: …`. */
export function parseSettings(
  text: string,
  fileName: string,
  fromEnvironment: FromEnvironment = () => undefined,
): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings].map(({ pos, code, message }) => ({
    at: pos[0],
    why: BROKEN[code] ?? `this is not YAML: ${message}.`,
  }));
  const astray = aliasesAstray(document);
  if (broken.length > 0 || astray.length > 0) throw problems([...broken, ...astray]);

  const raw: unknown = document.toJS();
  const read = FILE.safeParse(raw ?? {});
  if (read.success) {
    const absent = unsetVariables(read.data.sources ?? [], document, fromEnvironment);
    if (absent.length > 0) throw problems(absent);
    return settingsOf(read.data, fromEnvironment);
  }
  throw problems(read.error.issues.flatMap((issue) => describe(issue, document, raw)));

  function problems(found: Problem[]): Error {
    const sorted = found.toSorted((a, b) => a.at - b.at);
    return new Error(sorted.map(({ at, why }) => `${fileName}:${lines.linePos(at).line}: ${why}`).join('\n'));
  }
}

const BROKEN: Partial<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is given twice: remove one.',
  MULTIPLE_DOCS: 'a second document begins: remove this "---".',
};

/** Aliases whose anchor does not stand before them. */
function aliasesAstray(document: Document): Problem[] {
  const found: Problem[] = [];
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document)) return;
      found.push({ at: alias.range?.[0] ?? 0, why: `*${alias.source} is given nowhere above: add &${alias.source}.` });
    },
  });
  return found;
}

// --- The shape of the file ---------------------------------------------------------------------------------------

const WEEK = 7 * 24 * 60;
const minutes = whole(WEEK, 'whole minutes from 1 to 10080 (a week)');
const minutesOrNone = z.preprocess(
  (value) => (value === 'none' ? null : value),
  whole(WEEK, 'whole minutes from 1 to 10080 (a week), or none').nullable(),
);
const STEPS =
  'list the steps, each a user id or a list of user ids that are paged together: [[U01ABC, U02DEF], U03GHI]';
const person = z
  .string({ error: STEPS })
  .regex(/^[UW][A-Z\d]+$/, { error: 'give a user id (U… or W…), from "Copy member ID" in the profile' });
const step = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(person, { error: STEPS }).min(1, { error: 'a step names at least one person' }),
);

const MAPPING = { error: 'give a mapping of "name: value" lines' };
const severity = z.strictObject(
  {
    acknowledge: minutes.optional(),
    response: minutes.optional(),
    update: minutesOrNone.optional(),
    heartbeat: minutesOrNone.optional(),
    owners: z.array(step, { error: STEPS }).max(20, { error: 'at most 20 steps' }).optional(),
  },
  MAPPING,
);
const severities = z.strictObject(
  { SEV1: severity.optional(), SEV2: severity.optional(), SEV3: severity.optional(), SEV4: severity.optional() },
  MAPPING,
);
const storm = z.strictObject(
  {
    stories: whole(1_000, 'a whole number from 1 to 1000').optional(),
    within: whole(24 * 60, 'whole minutes from 1 to 1440 (a day)').optional(),
  },
  MAPPING,
);
const page = z.strictObject(
  {
    answerWithin: whole(60, 'whole minutes from 1 to 60').optional(),
    rounds: whole(20, 'a whole number from 1 to 20').optional(),
  },
  MAPPING,
);
const NAME = { error: 'give a name of 1 to 80 characters' };
const CHANNEL = { error: "give the channel's id (C… or G…), which stands at the end of its About tab" };
const SOURCE = 'give a name of 2 to 40 letters a-z, digits, - and _, beginning with a letter: it is part of an address';
const NO_SOURCES = { error: 'list the sources, each with a name, a kind and what this kind needs' };
const source = z.looseObject(
  {
    name: z
      .string({ error: SOURCE })
      .regex(/^[a-z][a-z\d_-]{1,39}$/, { error: SOURCE })
      .refine((name) => name !== 'generic', {
        error: 'this one is there already, with INTAKE_TOKEN: take another name',
      }),
    kind: z.string({ error: 'give the kind, for instance feed; the README lists them' }),
  },
  { error: 'give a name, a kind and what this kind needs' },
);
const sources = z.array(source, NO_SOURCES).check((context) => {
  for (const [index, { name }] of context.value.entries()) {
    const value = context.value[index] ?? {};
    if (context.value.findIndex((one) => one.name === name) < index) {
      const message = 'this name is given twice: each source needs its own';
      context.issues.push({ code: 'custom', message, path: [index, 'name'], input: name });
    }
    for (const [key, given] of Object.entries(value)) {
      if (['string', 'number', 'boolean'].includes(typeof given)) continue;
      const message = 'give a text, a number, true or false';
      context.issues.push({ code: 'custom', message, path: [index, key], input: given });
    }
  }
});
const ENTRIES = { error: 'list words or /patterns/: [recall, "/fires?/"]' };
const LANGUAGE = { error: 'a language has two or three small letters: en' };
const entry = z.string(ENTRIES).check((context) => {
  const message = whyNoEntry(context.value, () => performance.now());
  if (message !== null) context.issues.push({ code: 'custom', message, input: context.value });
});
const words = z.record(
  z.string().regex(/^[a-z]{2,3}$/, LANGUAGE),
  z.array(entry, ENTRIES).max(500, { error: 'at most 500 entries' }),
  { error: 'give lists by language: { en: [recall] }' },
);
const FLOOR = { error: 'give SEV1, SEV2, SEV3 or none, which switches the topic off' };
const BECAUSE = { error: 'say in 1 to 80 characters, without < > &, what such a post does: "names our recall"' };
const topic = z.strictObject(
  {
    floor: z
      .preprocess((value) => (value === 'none' ? null : value), z.enum(['SEV1', 'SEV2', 'SEV3'], FLOOR).nullable())
      .optional(),
    // It stands on the card as it is: nothing in it may mention or link.
    because: z
      .string(BECAUSE)
      .trim()
      .regex(/^[^<>&\p{Cc}]{1,80}$/u, BECAUSE)
      .optional(),
    words: words.optional(),
    add: words.optional(),
  },
  MAPPING,
);
const topics = z
  .record(
    z.string().regex(/^[a-z][a-z\d_-]{0,39}$/, { error: 'a name has small letters a-z, digits, - and _' }),
    topic,
    MAPPING,
  )
  .check((context) => {
    for (const [name, given] of Object.entries(context.value)) {
      if (given.floor === null || TOPICS.some((known) => known.name === name)) continue;
      const lacks = (['floor', 'because', 'words'] as const).filter((key) => given[key] === undefined);
      if (lacks.length === 0) continue;
      const known = TOPICS.map((one) => one.name).join(', ');
      const message = `a new topic needs ${lacks.join(', ')}; there is ${known}`;
      context.issues.push({ code: 'custom', message, path: [name], input: given });
    }
  });
const ADMINS = { error: 'list the user ids of those who may change sources: [U01ABC, U02DEF]' };
const FILE = z.strictObject(
  {
    brand: z.string(NAME).trim().min(1, NAME).max(80, NAME).optional(),
    alertsChannel: z
      .string(CHANNEL)
      .regex(/^[CG][A-Z\d]{2,}$/, CHANNEL)
      .nullish(),
    page: page.optional(),
    storm: storm.optional(),
    severities: severities.optional(),
    topics: topics.optional(),
    admins: z.array(person, ADMINS).optional(),
    sources: sources.optional(),
  },
  MAPPING,
);

function whole(most: number, what: string) {
  const error = `give ${what}`;
  return z.int({ error }).min(1, { error }).max(most, { error });
}

function settingsOf(file: z.infer<typeof FILE>, fromEnvironment: FromEnvironment): Settings {
  const settings = defaultSettings();
  const { answerWithin, rounds } = file.page ?? {};
  const { stories, within } = file.storm ?? {};
  const policy = eachSeverity(settings.policy, (usual, name) => {
    const own = file.severities?.[name] ?? {};
    const response = own.response ?? usual.response;
    const update = name === 'SEV3' ? Math.ceil(response / 2) : usual.update;
    return {
      acknowledge: own.acknowledge ?? usual.acknowledge,
      response,
      update: own.update === undefined ? update : own.update,
      heartbeat: own.heartbeat === undefined ? usual.heartbeat : own.heartbeat,
      owners: own.owners ?? usual.owners,
    };
  });
  const usual = policy.page;
  return {
    brand: file.brand ?? settings.brand,
    alertsChannel: file.alertsChannel ?? null,
    admins: file.admins ?? [],
    sources: (file.sources ?? []).map(({ name, kind, ...given }) => ({
      name,
      kind,
      values: Object.fromEntries(Object.entries(given).map(([key, value]) => [key, filledIn(value, fromEnvironment)])),
    })),
    policy: {
      ...policy,
      page: { answerWithin: answerWithin ?? usual.answerWithin, rounds: rounds ?? usual.rounds },
      storm: { stories: stories ?? policy.storm.stories, within: within ?? policy.storm.within },
      topics: withOwnTopics(policy.topics, file.topics ?? {}),
    },
  };
}

/** `${NAME}` in a value stands for what the environment says. */
const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g;

function filledIn(value: unknown, fromEnvironment: FromEnvironment): string {
  return String(value).replace(VARIABLE, (_, name: string) => fromEnvironment(name) ?? '');
}

function unsetVariables(
  list: z.infer<typeof source>[],
  document: Document,
  fromEnvironment: FromEnvironment,
): Problem[] {
  return list.flatMap((one, index) =>
    Object.entries(one).flatMap(([key, value]) =>
      [...String(value).matchAll(VARIABLE)]
        .filter(([, name = '']) => fromEnvironment(name) === undefined)
        .map(([variable, name]) => {
          const why = `${nameOf(['sources', index, key])} takes ${variable}, which is not set: set ${name}.`;
          return { at: offsetOf(document, ['sources', index, key]), why };
        }),
    ),
  );
}

function eachSeverity(policy: Policy, change: (own: SeverityPolicy, name: Severity) => SeverityPolicy): Policy {
  const { SEV1, SEV2, SEV3, SEV4 } = policy.severities;
  return {
    ...policy,
    severities: {
      SEV1: change(SEV1, 'SEV1'),
      SEV2: change(SEV2, 'SEV2'),
      SEV3: change(SEV3, 'SEV3'),
      SEV4: change(SEV4, 'SEV4'),
    },
  };
}

// --- What is wrong, and where ------------------------------------------------------------------------------------

interface Problem {
  /** Offset in the text. */
  at: number;
  why: string;
}

type Path = readonly PropertyKey[];

function describe(issue: z.core.$ZodIssue, document: Document, raw: unknown): Problem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ at: offsetOf(document, [...path, key]), why: unknownKey(key, path) }));
  }
  const name = path.length > 0 ? nameOf(path) : 'the file';
  const value = JSON.stringify(valueAt(raw, path));
  // What stands in a source may be a secret.
  const isSaid = value !== undefined && value.length <= 60 && path[0] !== 'sources';
  const shown = isSaid ? `is ${value}` : 'cannot be used';
  return [{ at: offsetOf(document, path), why: `${name} ${shown}: ${issue.message}.` }];
}

function unknownKey(key: string, path: Path): string {
  const known = keysAt(path);
  const meant = nearest(key, known);
  return `${nameOf([...path, key])} is no setting: ${meant ? `did you mean ${meant}?` : `there is ${known.join(', ')}.`}`;
}

function keysAt(path: Path): string[] {
  if (path.length === 0) return Object.keys(FILE.shape);
  if (path[0] === 'page') return Object.keys(page.shape);
  if (path[0] === 'storm') return Object.keys(storm.shape);
  if (path[0] === 'topics') return Object.keys(topic.shape);
  return path.length === 1 ? [...SEVERITIES] : Object.keys(severity.shape);
}

/** The one that at most two letters keep apart from `key`; undefined when there is none, or no single one. */
function nearest(key: string, known: string[]): string | undefined {
  const apart = known.map((name) => ({ name, letters: lettersApart(name.toLowerCase(), key.toLowerCase(), 2) }));
  const least = Math.min(2, ...apart.map(({ letters }) => letters));
  const [only, ...others] = apart.filter(({ letters }) => letters === least);
  return others.length === 0 ? only?.name : undefined;
}

/** How many letters to add, drop or change to get from `a` to `b`; some number above `most` when it is more. */
function lettersApart(a: string, b: string, most: number): number {
  if (a === '' || b === '') return a.length + b.length;
  if (a[0] === b[0]) return lettersApart(a.slice(1), b.slice(1), most);
  if (most === 0) return 1;
  const [restA, restB, left] = [a.slice(1), b.slice(1), most - 1];
  return 1 + Math.min(lettersApart(restA, b, left), lettersApart(a, restB, left), lettersApart(restA, restB, left));
}

/** `severities.SEV1.owners[0][1]` */
function nameOf(path: Path): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    return name === '' ? String(key) : `${name}.${String(key)}`;
  }, '');
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : value),
    raw,
  );
}

/** Where the key stands, else the value, else what is around it. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const [parent, last] = [path.slice(0, length - 1), path[length - 1]];
    const around = parent.length === 0 ? document.contents : document.getIn(parent, true);
    const pair = isMap(around)
      ? around.items.find(({ key }) => isScalar(key) && String(key.value) === last)
      : undefined;
    const node = pair ? pair.key : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
