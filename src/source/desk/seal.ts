/** Secrets of sources, as they lie in the database. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Says how the rest is to be read: AES-256-GCM, 12 bytes of nonce, what is sealed, 16 bytes of tag. */
const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/**
 * Encrypts a text. It opens only with the same key and under the same name, so it cannot be moved to another source.
 * @param key 32 bytes
 * @returns base64
 */
export function seal(key: Buffer, text: string, name: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, sealed, cipher.getAuthTag()]).toString('base64');
}

/** The text again. Throws a sentence, never garbage, when it was sealed with another key, for another name, or changed. */
export function unseal(key: Buffer, sealed: string, name: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE + TAG) {
    throw new Error(`What is kept as a secret of ${name} cannot be read: it is cut off, or from a newer Firebreak.`);
  }
  const nonce = bytes.subarray(1, 1 + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(-TAG));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(1 + NONCE, -TAG)), decipher.final()]);
    return text.toString('utf8');
  } catch (error) {
    throw new Error(`The secrets of ${name} do not open with this SECRET_KEY.`, { cause: error });
  }
}
