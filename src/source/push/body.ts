import { mapInTurns } from '../../turns.ts';
import type { Mapped, Read, Reading } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { parseJson } from '../values/json.ts';

export const MOST_ITEMS = 10_000;

/** Why an item was rejected that our own reading of it fell over. Kept with the others, to be tried again. */
export const OUR_FAULT = 'Firebreak could not read this item. That is a fault of its own; the item is kept.';

/**
 * Reads each item; a bad one is rejected with its index and the reason, and the others are read all the same. In turns:
 * ten thousand of them take half a second.
 * @param map pure, one item to what it says
 */
export async function readEach(items: readonly unknown[], map: (item: unknown) => Mapped | Mapped[]): Promise<Read> {
  const read: Read = { heard: [], rejected: [] };
  await mapInTurns(items, (item, index) => {
    for (const one of [mapped(item, map)].flat()) {
      if (one.kind === 'unusable') read.rejected.push({ index, why: one.why, item });
      else if (one.kind !== 'nothing') read.heard.push(one);
    }
  });
  return read;
}

/** One item that we fall over must not cost the others. */
function mapped(item: unknown, map: (item: unknown) => Mapped | Mapped[]): Mapped | Mapped[] {
  try {
    return map(item);
  } catch {
    return { kind: 'unusable', why: OUR_FAULT };
  }
}

/** A JSON body whose items `itemsOf` finds. Null from it: this is not what the tool sends, as `expected` says. */
export async function readJson(
  raw: Buffer,
  itemsOf: (body: unknown) => readonly unknown[] | null,
  expected: string,
  map: (item: unknown) => Mapped | Mapped[],
): Promise<Reading> {
  const parsed = await parseJson(raw);
  if ('why' in parsed) return { status: 400, why: parsed.why };
  const items = itemsOf(parsed.value);
  if (!items) return { status: 400, why: expected };
  if (items.length > MOST_ITEMS) {
    return { status: 413, why: `Send at most ${MOST_ITEMS.toLocaleString('en')} mentions at once.` };
  }
  return readEach(items, map);
}

/** One item, an array of them, or an envelope: `{mentions: […]}`, `{items}`, `{data}`. */
export function readItems(raw: Buffer, map: (item: unknown) => Mapped): Promise<Reading> {
  return readJson(raw, (body) => itemsOf(body, map), 'Send one mention as a JSON object, or a list of them.', map);
}

function itemsOf(body: unknown, map: (item: unknown) => Mapped): unknown[] | null {
  if (Array.isArray(body)) return body;
  const fields = fieldsOf(body);
  if (!fields) return null;
  for (const name of ['mentions', 'items', 'data']) {
    const inside = fields.get(name);
    if (Array.isArray(inside) && isEnvelope(body, inside, map)) return inside;
    if (fields.size === 1 && fieldsOf(inside)) return [inside];
  }
  return [body];
}

/** A list of objects always is what was sent. Other lists may belong to a post: `mentions: ['@acme']`. */
function isEnvelope(body: unknown, inside: unknown[], map: (item: unknown) => Mapped): boolean {
  if (inside.some((item) => fieldsOf(item))) return true;
  const around = map(body);
  return !(around.kind === 'mention' && around.mention.url !== null);
}
