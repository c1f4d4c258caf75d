/** Longest text that is kept. Code points. */
export const TEXT_LIMIT = 10_000;

/** What PostgreSQL can store: without NUL and lone surrogates. Nothing else is touched, it is evidence. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');
}

/** At most `limit` code points from the start. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return Array.from(text.slice(0, 2 * limit))
    .slice(0, limit)
    .join('');
}

/** A one-line field: trimmed, at most `limit` code points. Null when it is no string or says nothing. */
export function line(limit: number): (value: unknown) => string | null {
  return (value) => (typeof value === 'string' ? cut(storable(value).trim(), limit) || null : null);
}

/** A post's words as received, uncut. Null when it is no string or only white space. */
export function evidence(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = storable(value);
  return text.trim() ? text : null;
}
