import { test } from 'vitest';
import { connect } from '../../src/db/connect.ts';
import { receive } from '../../src/db/mentions.ts';
import { defaultSettings } from '../../src/settings.ts';
import { onPostgres } from '../databases.ts';
import { mention } from '../db/some.ts';

onPostgres((openUrl) => {
  test('x', async () => {
    const url = await openUrl();
    const db = await connect({ databaseUrl: url, dataDir: '' });
    const { policy } = defaultSettings();
    let log: string[] = [];
    let t0 = 0;
    const wrapped: any = {
      ...db,
      sql: {
        transaction: (f: any) =>
          db.sql.transaction((tx: any) => {
            log.push(`begin done ${(performance.now() - t0).toFixed(1)}`);
            const s = tx.session;
            const orig = s.prepareQuery.bind(s);
            s.prepareQuery = (q: any, ...r: any[]) => {
              const pq = orig(q, ...r);
              const ex = pq.execute.bind(pq);
              pq.execute = async (...a: any[]) => {
                const st = performance.now() - t0;
                const v = await ex(...a);
                log.push(
                  `${st.toFixed(1)} -> ${(performance.now() - t0).toFixed(1)} ${q.sql.replace(/\s+/g, ' ').slice(0, 50)}`,
                );
                return v;
              };
              return pq;
            };
            return f(tx);
          }),
      },
    };
    for (const same of [false, true])
      for (const size of [1, 48, 1000]) {
        const batch = () =>
          Array.from({ length: size }, () => mention(same ? { text: 'one story with many words in it today' } : {}));
        for (let i = 0; i < 20; i++) await receive(db, policy, batch());
        const b = batch();
        log = [];
        t0 = performance.now();
        await receive(wrapped, policy, b);
        log.push(`end ${(performance.now() - t0).toFixed(1)}`);
        console.log(`--- same=${same} size=${size}\n${log.join('\n')}`);
      }
    await db.close();
  });
});
