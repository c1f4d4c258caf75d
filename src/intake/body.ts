import { fieldsOf } from './fields.ts';
import { parseJson } from './json.ts';
import type { Mapped, Reading } from './source.ts';

export const MOST_ITEMS = 10_000;

/**
 * Reads a JSON body of one item, an array of them, or an envelope: `{mentions: […]}`, `{items}`, `{data}`.
 * A bad item is rejected with its index and the reason; the others are read all the same.
 * @param map pure, one item to one mention
 */
export function readItems(raw: Buffer, map: (item: unknown) => Mapped): Reading {
  const parsed = parseJson(raw);
  if ('why' in parsed) return { status: 400, why: parsed.why };
  const items = itemsOf(parsed.value, map);
  if (!items) return { status: 400, why: 'Send one mention as a JSON object, or a list of them.' };
  if (items.length > MOST_ITEMS) {
    return { status: 413, why: `Send at most ${MOST_ITEMS.toLocaleString('en')} mentions at once.` };
  }
  const mapped = items.map(map);
  return {
    mentions: mapped.flatMap((one) => ('mention' in one ? [one.mention] : [])),
    rejected: mapped.flatMap((one, index) => ('why' in one ? [{ index, why: one.why }] : [])),
  };
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
  return !('mention' in around && around.mention.url !== null);
}
