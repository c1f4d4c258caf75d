import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { seal, unseal } from '../../src/source/desk/seal.ts';
import { provenKey } from '../../src/source/desk/secret-key.ts';
import { addSource, findSource, saveSecrets } from '../../src/source/store.ts';
import { onEveryDatabase } from '../databases.ts';
import { noon } from './mapped.ts';

const key = randomBytes(32);

async function withSecret(db: Database): Promise<void> {
  await provenKey(db, key);
  const source = { name: 'acme', kind: 'generic', settings: {}, secrets: seal(key, '{"token":"t"}', 'acme') };
  await addSource(db, { ...source, isPulled: false }, 'UANA', noon);
}

onEveryDatabase((open) => {
  test('the right key goes on, as often as it is asked', async () => {
    const db = await open();
    await withSecret(db);
    expect(await provenKey(db, key)).toBe(key);
    const row = await findSource(db, 'acme');
    expect(unseal(key, row?.secrets ?? '', 'acme')).toBe('{"token":"t"}');
  });

  test('a wrong key stops the start with one sentence, and leaves everything as it was', async () => {
    const db = await open();
    await withSecret(db);
    const before = await findSource(db, 'acme');
    await expect(provenKey(db, randomBytes(32))).rejects.toThrow(
      /^SECRET_KEY is not the key with which the secrets of your sources were encrypted\. Put the old key back\. /,
    );
    expect(await findSource(db, 'acme')).toEqual(before);
    expect(await provenKey(db, key)).toBe(key);
  });

  test('a key that is missing where it is needed does too; where nothing is encrypted none is needed', async () => {
    const db = await open();
    expect(await provenKey(db, undefined)).toBeNull();
    await withSecret(db);
    await expect(provenKey(db, undefined)).rejects.toThrow(/^SECRET_KEY is missing, and the secrets of your sources/);
  });

  test('before there is a secret any key will do, and the first one that seals something holds', async () => {
    const db = await open();
    const first = randomBytes(32);
    await provenKey(db, first);
    expect(await provenKey(db, key)).toBe(key);
    await withSecret(db);
    await expect(provenKey(db, first)).rejects.toThrow('SECRET_KEY is not the key');
  });

  test('the way out of a lost key works as it is told', async () => {
    const db = await open();
    await withSecret(db);
    const fresh = randomBytes(32);
    const told = await provenKey(db, fresh).catch((error: Error) => error.message);
    const statements = /run "(.*)" on the database/.exec(String(told))?.[1]?.split(';') ?? [];
    expect(statements).toHaveLength(2);
    for (const statement of statements) await db.sql.execute(statement);
    expect(await provenKey(db, fresh)).toBe(fresh);
    await saveSecrets(db, 'acme', seal(fresh, '{"token":"new"}', 'acme'), noon);
    expect(await provenKey(db, fresh)).toBe(fresh);
  });
});
