import { existsSync, readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { type OwnTopic, runnable, withOwnTopics } from '../alert/risk/own-topics.ts';
import { TOPICS } from '../alert/risk/topics.ts';
import type { PersonId } from '../words/people.ts';
import type { Severity } from '../words/severity.ts';
import { describe, nameOf, offsetOf, type Problem, switchedOff } from './file-problems.ts';
import { FILE, type source } from './file-shape.ts';
import type { Policy, SeverityPolicy } from './words.ts';

/** What a team decides for itself. */
export interface Settings {
  brand: string;
  /** A channel id. */
  alertsChannel: string | null;
  policy: Policy;
  /** Who may change sources. Empty: the workspace's admins and owners. */
  admins: PersonId[];
  sources: FileSource[];
  /** What of the file is not used though it is no mistake, in sentences with its line. To be told once. */
  problems: string[];
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
  ownCard: 'SEV3',
  topics: TOPICS,
};

/** A fresh copy of what holds without a file. */
export function defaultSettings(): Settings {
  return {
    brand: 'Our brand',
    alertsChannel: null,
    policy: structuredClone(DEFAULT_POLICY),
    admins: [],
    sources: [],
    problems: [],
  };
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
    const { own, off } = runnable(read.data.topics ?? {});
    return {
      ...settingsOf(read.data, own, fromEnvironment),
      problems: sentences(off.map((one) => switchedOff(one, document, raw))),
    };
  }
  throw problems(read.error.issues.flatMap((issue) => describe(issue, document, raw)));

  function problems(found: Problem[]): Error {
    return new Error(sentences(found).join('\n'));
  }

  function sentences(found: Problem[]): string[] {
    const sorted = found.toSorted((a, b) => a.at - b.at);
    return sorted.map(({ at, why }) => `${fileName}:${lines.linePos(at).line}: ${why}`);
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

function settingsOf(
  file: z.infer<typeof FILE>,
  topics: Record<string, OwnTopic>,
  fromEnvironment: FromEnvironment,
): Omit<Settings, 'problems'> {
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
      ownCard: file.ownCard ?? policy.ownCard,
      topics: withOwnTopics(policy.topics, topics),
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
