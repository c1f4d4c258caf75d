import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keep a second process out of the embedded database: two would silently lose each other's rows.
 * A lock left by a process that is gone is taken over. Returns the function that unlocks.
 * Throws a sentence for the operator when the folder is in use.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = join(folder, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => unlinkSync(file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = Number(readFileSync(file, 'utf8'));
    if (holder !== process.pid && isAlive(holder)) {
      throw new Error(
        `DATA_DIR: another Firebreak (process ${holder}) uses ${folder}. Stop it, or set DATA_DIR to another folder. ` +
          `If no Firebreak is running, delete ${file}.`,
      );
    }
    unlinkSync(file);
  }
  throw new Error(`DATA_DIR: another Firebreak is starting in ${folder}. Try again.`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
