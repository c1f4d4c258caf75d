import { test } from 'vitest';
import { receive } from '../src/db/mentions.ts';
import { rows } from '../src/db/connect.ts';
import { sql } from 'drizzle-orm';
import { onEveryDatabase } from '../test/databases.ts';
import { mention, policy, all } from '../test/db/some.ts';
onEveryDatabase((open, engine) => {
  test('x', async () => {
    const db = await open();
    const out: string[] = [];
    const log: [string, number][] = [];
    const wrapped = { ...db, sql: new Proxy(db.sql, { get(t, n) { if (n !== 'transaction') return Reflect.get(t, n);
      return (f: any) => db.sql.transaction((tx) => f(new Proxy(tx, { get(tt, m) { const v = Reflect.get(tt, m); if (m !== 'execute') return typeof v === 'function' ? v.bind(tt) : v;
        return async (q: any) => { const s = performance.now(); const r = await tt.execute(q); log.push([JSON.stringify(q.queryChunks?.[0]?.value?.[0] ?? '').slice(0, 60) + JSON.stringify(q.queryChunks?.at(-1)?.value?.[0] ?? '').slice(0, 30), performance.now() - s]); return r; } } }))); } }) };
    for (let i = 0; i < 4; i++) await receive(db, policy, Array.from({ length: 1000 }, () => mention()));
    const many = Array.from({ length: 1000 }, () => mention());
    const s = performance.now(); await receive(wrapped as any, policy, many); out.push(`${engine} new ${(performance.now() - s).toFixed(0)}`);
    for (const [n, ms] of log) out.push(`${engine}   ${ms.toFixed(1)} ${n}`);
    const s2 = performance.now(); await receive(db, policy, many); out.push(`${engine} dup ${(performance.now() - s2).toFixed(0)}`);
    process.stderr.write(out.join('\n') + '\n');
  }, 60000);
});
