import { eld } from 'eld/extrasmall';

/** Longer texts say no more about their language. Characters. */
const ENOUGH = 400;

/** The language a source named (`en`, `EN-gb`, `pt_BR`), as its two or three lower-case letters; null for anything else. */
export function namedLanguage(value: unknown): string | null {
  const name = typeof value === 'string' ? (/^([a-z]{2,3})([-_][a-z\d]+)*$/i.exec(value.trim())?.[1] ?? '') : '';
  const letters = name.toLowerCase();
  return letters === '' || letters === 'und' || letters === 'unk' ? null : letters;
}

/** The language of a text; null when it is too little to tell. About 25 µs. */
export function detectLanguage(text: string): string | null {
  const found = eld.detect(text.slice(0, ENOUGH));
  return found.isReliable() ? found.language : null;
}
