import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Its message is a sentence for the operator. */
export class FolderInUse extends Error {}

/** A lock file is written right after it is made; an empty one older than this was left by a crash. Milliseconds. */
const WRITTEN_BY = 5_000;

/** Folders this process has locked. */
const ours = new Set<string>();

/**
 * Keep a second process out of the embedded database: two would silently lose each other's rows.
 * A lock left by a process that is gone is taken over. Returns the function that unlocks.
 * Throws FolderInUse when the folder is in use.
 */
export function lockFolder(folder: string): () => void {
  const file = resolve(join(folder, 'lock'));
  if (ours.has(file)) throw new FolderInUse(`DATA_DIR: this Firebreak uses ${folder} already.`);
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, nameOf(process.pid), { flag: 'wx' });
      ours.add(file);
      return () => {
        if (ours.delete(file)) rmSync(file, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = readFileSync(file, 'utf8');
    if (holder === '' ? Date.now() - statSync(file).mtimeMs < WRITTEN_BY : isAlive(holder)) {
      throw new FolderInUse(
        `DATA_DIR: another Firebreak (process ${holder.split(' ')[0]}) uses ${folder}. Stop it, or set DATA_DIR to ` +
          `another folder. If no Firebreak is running, delete ${file}.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new FolderInUse(`DATA_DIR: another Firebreak is starting in ${folder}. Try again.`);
}

/**
 * A process id and, where the system tells, when the process started: ids come again soon, above all in containers,
 * where Firebreak itself often has the id it had before the restart.
 */
function nameOf(pid: number): string {
  const started = fieldsOf(pid)?.[STARTED];
  return started === undefined ? String(pid) : `${pid} ${started}`;
}

/** What the system tells of a process, from its state on; null where it does not tell. See proc(5). */
function fieldsOf(pid: number): string[] | null {
  try {
    // After the command's name, which may hold anything.
    const [, fields] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return fields?.split(' ') ?? null;
  } catch {
    return null;
  }
}

const STATE = 0;
const STARTED = 19;
/** Dead, though whoever started it has not asked about it yet: nothing of it can write any more. */
const DEAD = ['Z', 'X'];

function isAlive(holder: string): boolean {
  const pid = Number(holder.split(' ')[0]);
  // It is not us: we would have known.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  if (DEAD.includes(fieldsOf(pid)?.[STATE] ?? '')) return false;
  const [, started] = holder.split(' ');
  return started === undefined || nameOf(pid) === holder;
}
