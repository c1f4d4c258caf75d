/** What is wrong with firebreak.yml, in sentences with their place. */
import { type Document, isMap, isNode, isScalar } from 'yaml';
import type { z } from 'zod';
import type { Off } from '../alert/risk/own-topics.ts';
import { SEVERITIES } from '../words/severity.ts';
import { FILE, page, severity, storm, topic } from './file-shape.ts';

export interface Problem {
  /** Offset in the text. */
  at: number;
  why: string;
}

type Path = readonly PropertyKey[];

export function describe(issue: z.core.$ZodIssue, document: Document, raw: unknown): Problem[] {
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

export function switchedOff({ path, why }: Off, document: Document, raw: unknown): Problem {
  const full = ['topics', ...path];
  const shown = `${nameOf(full)} is ${JSON.stringify(valueAt(raw, full))}`;
  return { at: offsetOf(document, full), why: `${shown}: this pattern is switched off, for ${why}.` };
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
export function nameOf(path: Path): string {
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
export function offsetOf(document: Document, path: Path): number {
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
