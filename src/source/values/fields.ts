/** An item's fields by name, whatever the sender's spelling: `publishedAt`, `published_at`, `Published At`. */
export type Fields = ReadonlyMap<string, unknown>;

/** More than any item has. */
const MOST_FIELDS = 2_000;

/** Null when the value is no JSON object. A `__proto__` in it is a field like any other. The first 2,000 are read. */
export function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = new Map<string, unknown>();
  for (const [name, content] of Object.entries(value).slice(0, MOST_FIELDS)) {
    const plain = plainName(name);
    if (!fields.has(plain)) fields.set(plain, content);
  }
  return fields;
}

/**
 * The first of the named fields that `as` can use. A missing or wrong-typed field is passed over, never an error.
 * @param names in `snake_case`, the most telling first
 * @param as reads one value; null when it is of no use
 */
export function read<T>(fields: Fields, names: readonly string[], as: (value: unknown) => T | null): T | null {
  for (const name of names) {
    const value = fields.get(PLAIN.get(name) ?? remember(name));
    const useful = value === undefined || value === null ? null : as(value);
    if (useful !== null) return useful;
  }
  return null;
}

/** Our own names, made plain once: they are looked up for every field of every item. */
const PLAIN = new Map<string, string>();

function remember(name: string): string {
  const plain = plainName(name);
  PLAIN.set(name, plain);
  return plain;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}
