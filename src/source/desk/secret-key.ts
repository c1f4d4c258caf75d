import type { Database } from '../../db/connect.ts';
import { keep, keepFirst } from '../../db/key-values.ts';
import { hasSecrets } from '../store.ts';
import { seal, unseal } from './seal.ts';

/** A text that only the right key opens. */
const PROOF = 'proof of the secret key';

const WAYS_OUT =
  'Put the old key back. If it is lost, so are the secrets: stop Firebreak, run ' +
  `"update sources set secrets = null; delete from keepsakes where name = '${PROOF}'" on the database, start it with ` +
  'the new key, and give each source its secrets again with "Rotate secret" in /incident sources.';

/**
 * The key, once it is certain that it opens what is stored. Throws a sentence for the operator when it is another one, or
 * is missing though there is something to open. Nothing that was sealed is changed here.
 * @param name where the operator finds the key: `SECRET_KEY`
 */
export async function provenKey(db: Database, key: Buffer | undefined, name = 'SECRET_KEY'): Promise<Buffer | null> {
  if (!key) {
    if (!(await hasSecrets(db))) return null;
    throw new Error(`${name} is missing, and the secrets of your sources were encrypted with it. ${WAYS_OUT}`);
  }
  const proof = await keepFirst(db, PROOF, seal(key, PROOF, PROOF));
  if (opens(key, proof)) return key;
  if (await hasSecrets(db)) {
    throw new Error(`${name} is not the key with which the secrets of your sources were encrypted. ${WAYS_OUT}`);
  }
  // There is nothing that the old one would open.
  await keep(db, PROOF, seal(key, PROOF, PROOF));
  return key;
}

function opens(key: Buffer, proof: string): boolean {
  try {
    return unseal(key, proof, PROOF) === PROOF;
  } catch {
    return false;
  }
}
