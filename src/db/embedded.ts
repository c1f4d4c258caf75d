/** The embedded database in its folder. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { FolderInUse, lockFolder } from './lock-folder.ts';
import { MIGRATIONS } from './migrate.ts';
import { reason } from './reason.ts';

/** The PostgreSQL that PGlite is. A test holds this to what it makes. */
const MAJOR = '18';
/** Tables and indexes that are not PostgreSQL's own have numbers from here on, and so have their files. */
const FIRST_OF_OURS = 16_384;

export interface Embedded {
  engine: PGlite;
  close: () => Promise<void>;
}

/** `dataDir` is a folder, or `memory`. Throws a sentence for the operator when it cannot be used. */
export async function openEmbedded(dataDir: string): Promise<Embedded> {
  if (dataDir === 'memory') return migrated(await PGlite.create(), () => {});
  let unlock = () => {};
  try {
    await mkdir(dataDir, { recursive: true });
    unlock = lockFolder(dataDir);
    const folder = join(dataDir, 'database');
    const engine = await PGlite.create(checked(folder)).catch((error: unknown) => {
      throw refusedByDisk(dataDir, error) ?? damaged(folder, `PGlite says "${inShort(error)}"`);
    });
    return await migrated(engine, unlock);
  } catch (error) {
    unlock();
    if (error instanceof FolderInUse || error instanceof Unusable) throw error;
    throw refusedByDisk(dataDir, error) ?? new Unusable(`${dataDir} cannot be used: ${reason(error)}.`, error);
  }
}

async function migrated(engine: PGlite, unlock: () => void): Promise<Embedded> {
  const close = async () => {
    await engine.close();
    unlock();
  };
  try {
    await migrate(drizzle(engine), { migrationsFolder: MIGRATIONS });
  } catch (error) {
    await engine.close().catch(() => undefined);
    throw error;
  }
  return { engine, close };
}

// --- What is wrong with a folder -------------------------------------------------------------------------------------

/** Its message is a sentence for the operator. */
class Unusable extends Error {
  constructor(why: string, cause?: unknown) {
    super(`DATA_DIR: ${why}`, { cause });
  }
}

/**
 * The folder, if there is nothing against opening it. PGlite says less about one of another version, and takes one
 * whose version is gone for an empty one, to be filled anew.
 */
function checked(folder: string): string {
  const version = join(folder, 'PG_VERSION');
  if (!existsSync(version)) {
    if (wasUsed(folder)) throw damaged(folder, 'its PG_VERSION is gone');
    return folder;
  }
  const major = readFileSync(version, 'utf8').trim();
  if (major === MAJOR) return folder;
  if (!/^\d+$/.test(major)) throw damaged(folder, 'its PG_VERSION cannot be read');
  const which = Number(major) > Number(MAJOR) ? 'newer' : 'older';
  throw new Unusable(
    `the embedded database in ${folder} was made by PostgreSQL ${major}, and this Firebreak brings ${MAJOR}: a ${which} ` +
      `Firebreak made it. Start that one, or move ${folder} away to begin anew. Nothing was deleted.`,
  );
}

/** Does it hold tables of ours? A first start that was killed leaves a folder that does not. */
function wasUsed(folder: string): boolean {
  const databases = join(folder, 'base');
  if (!existsSync(databases)) return false;
  return readdirSync(databases).some((one) =>
    readdirSync(join(databases, one)).some((file) => Number.parseInt(file, 10) >= FIRST_OF_OURS),
  );
}

function damaged(folder: string, why: string): Unusable {
  return new Unusable(
    `the embedded database in ${folder} cannot be read: ${why}. Restore ${folder} from a copy, or move it away to begin ` +
      'anew. Nothing was deleted.',
  );
}

/** Without its advice to whoever builds PGlite. */
function inShort(error: unknown): string {
  return reason(error).replace(/\.?( Build with .*)?$/s, '');
}

const BY_CODE: Record<string, string> = {
  EACCES: 'this user may not write there. Give it the right to, or set DATA_DIR to another folder.',
  EPERM: 'this user may not write there. Give it the right to, or set DATA_DIR to another folder.',
  EROFS: 'it is read-only. Make it writable, or set DATA_DIR to another folder.',
  ENOSPC: 'the disk is full. Make room, or set DATA_DIR to a folder with more.',
  EDQUOT: 'the disk is full for this user. Make room, or set DATA_DIR to a folder with more.',
  ENOTDIR: 'it lies below something that is no folder. Set DATA_DIR to another one.',
  EEXIST: 'it is no folder. Set DATA_DIR to another one.',
};

/** Null when it is not the disk that refuses. In the words of PGlite that looks like anything else. */
function refusedByDisk(dataDir: string, error: unknown): Unusable | null {
  const code = codeOf(error) ?? codeOf(writing(join(dataDir, '.room')));
  return code === null
    ? null
    : new Unusable(`${dataDir} cannot be used: ${BY_CODE[code] ?? `${reason(error)}.`}`, error);
}

/** Writes a mebibyte, as PostgreSQL soon will, and takes it away again. Answers what went wrong. */
function writing(file: string): unknown {
  try {
    writeFileSync(file, Buffer.alloc(1_048_576));
    rmSync(file);
    return null;
  } catch (error) {
    rmSync(file, { force: true });
    return error;
  }
}

/** Of an error of Node's own. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return null;
  return String(error.code);
}
