/** The parts of a text's MinHash under which texts that say nearly the same are found. */
import { sql } from 'drizzle-orm';
import type { Tx } from '../../db/connect.ts';
import { uuids } from '../../db/json-rows.ts';

/** The bands under which new texts are found. */
export async function keepBands(tx: Tx, list: { hash: number; key: string }[]): Promise<void> {
  if (list.length === 0) return;
  const ofKey = new Map<string, number[]>();
  for (const { hash, key } of list) {
    const there = ofKey.get(key);
    if (there) there.push(hash);
    else ofKey.set(key, [hash]);
  }
  const rows = [...ofKey].map(([key, hashes]) => `{"key":"${key}","hashes":[${hashes}]}`);
  await tx.execute(sql`
    insert into bands (hash, key) select unnest(hashes), key
    from jsonb_to_recordset(${`[${rows}]`}::text::jsonb) as text(key uuid, hashes bigint[])`);
}

/** Those of these texts, found by their hashes: there is no index on the key. */
export async function forgetBands(tx: Tx, texts: { key: string; bands: number[] }[]): Promise<void> {
  if (texts.length === 0) return;
  const hashes = [...new Set(texts.flatMap(({ bands }) => bands))];
  await tx.execute(sql`
    delete from bands using unnest(${`{${hashes}}`}::bigint[]) as band
    where bands.hash = band and bands.key = any(${uuids(texts.map(({ key }) => key))})`);
}
