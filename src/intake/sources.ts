import { readItems } from './body.ts';
import { mapGeneric } from './generic.ts';
import type { Source } from './source.ts';

/** What may follow `/intake/`. A new source is one file that maps its payload, and one line here. */
export const SOURCES: ReadonlyMap<string, Source> = new Map([
  ['generic', { read: (raw: Buffer, receivedAt: Date) => readItems(raw, (item) => mapGeneric(item, receivedAt)) }],
]);
