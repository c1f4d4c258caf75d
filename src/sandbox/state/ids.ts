import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A Slack-like id: the prefix that says the kind (`C`, `U`, `Ev`…) and ten capital letters or digits. */
export function newId(prefix: string): string {
  return prefix + Array.from(randomBytes(10), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** A secret or a part of an address nobody can guess: hexadecimal, `bytes` × 2 characters long. */
export function newSecret(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** A Slack `ts`: seconds, a dot, six digits. `micros` are microseconds since 1970. */
export function formatTs(micros: number): string {
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
}

/** Microseconds since 1970 of a `ts`, or NaN. Also reads plain seconds, as `oldest=0`. */
export function parseTs(ts: string): number {
  return Math.round(Number(ts) * 1e6);
}
