/**
 * The workspace on disk: a header line, then one mutation per line, written before the answer that promises it.
 * A process killed at any moment loses at most the line it was writing.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AS_FOUNDED } from './settings.ts';
import { apply, emptyState, isVolatile, type Mutation, type State } from './state.ts';

const HEADER = { format: 'sandbox-workspace', version: 1 };

export interface Journal {
  /** Writes synchronously: the line is the operating system's when this returns. */
  append(mutation: Mutation): void;
  close(): void;
}

/**
 * Reads the journal at `path`, if there is one, rewrites it without what is outdated, and opens it for appending.
 * Throws when the file is not a journal, is of another version, or is broken anywhere but in its last line.
 */
export function openJournal(path: string): { state: State; journal: Journal } {
  mkdirSync(dirname(path), { recursive: true });
  const state = existsSync(path) ? readJournal(readFileSync(path, 'utf8'), path) : emptyState();
  compact(path, state);
  const file = openSync(path, 'a');
  return {
    state,
    journal: {
      append: (mutation) => {
        if (!isVolatile(mutation)) writeSync(file, `${JSON.stringify(mutation)}\n`);
      },
      close: () => closeSync(file),
    },
  };
}

function readJournal(text: string, path: string): State {
  const lines = text.split('\n');
  // What follows the last newline is a line torn by a crash, or nothing.
  lines.pop();
  const [first, ...rest] = lines;
  if (first === undefined) return emptyState();
  if (first !== JSON.stringify(HEADER)) {
    throw new Error(`${path} is not a sandbox journal of version ${HEADER.version}. Move it away to start afresh.`);
  }
  const state = emptyState();
  rest.forEach((line, index) => {
    try {
      apply(state, JSON.parse(line) as Mutation);
    } catch (cause) {
      throw new Error(`${path}: line ${index + 2} cannot be read. Move the file away to start afresh.`, { cause });
    }
  });
  return state;
}

function compact(path: string, state: State): void {
  const draft = `${path}.new`;
  const file = openSync(draft, 'w');
  for (const line of [HEADER, ...mutationsFor(state)]) writeSync(file, `${JSON.stringify(line)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
}

/** The shortest list of mutations that leads from nothing to `state`. */
function mutationsFor(state: State): Mutation[] {
  const messages = [...state.conversations.values()].flatMap((conversation) => [...conversation.messages.values()]);
  return [
    ...(state.secrets ? [{ type: 'secrets' as const, secrets: state.secrets }] : []),
    ...(state.settings === AS_FOUNDED ? [] : [{ type: 'settings' as const, settings: state.settings }]),
    ...[...state.people.values()].map((person) => ({ type: 'person' as const, person })),
    ...[...state.channels.values()].map((channel) => ({ type: 'channel' as const, channel })),
    ...[...state.deletedChannels].map(([id, name]) => ({ type: 'channel_deleted' as const, id, name })),
    ...messages.map((message) => ({ type: 'message' as const, message })),
    ...[...state.files.values()].map((file) => ({ type: 'file' as const, file })),
    ...[...state.homes].map(([user, home]) => ({ type: 'home' as const, user, home })),
    ...[...state.reads].map(([key, ts]) => {
      const [user = '', channel = ''] = key.split(' ');
      return { type: 'read' as const, user, channel, ts };
    }),
  ];
}
