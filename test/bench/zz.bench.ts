import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import postgres from 'postgres';
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
    for (const same of [false, true])
      for (const size of [1, 48, 1000]) {
        const ask = postgres(url, { max: 1 });
        await ask`truncate mentions, alerts, stories, deliveries, events`;
        const batch = () =>
          Array.from({ length: size }, () => mention(same ? { text: 'one story with many words in it today' } : {}));
        for (let i = 0; i < 10; i++) await receive(db, policy, batch());
        const s = new Session();
        s.connect();
        await s.post('Profiler.enable');
        await s.post('Profiler.start');
        const n = size === 1000 ? 20 : 150;
        const cpu = process.cpuUsage();
        const t = performance.now();
        const times: number[] = [];
        for (let i = 0; i < n; i++) {
          const t1 = performance.now();
          await receive(db, policy, batch());
          times.push(performance.now() - t1);
        }
        const ms = (performance.now() - t) / n;
        const used = process.cpuUsage(cpu);
        const { profile } = await s.post('Profiler.stop');
        writeFileSync(`/tmp/prof-${same}-${size}.cpuprofile`, JSON.stringify(profile));
        console.log(
          `same=${same} size=${size} ${ms.toFixed(2)} ms per receive; node cpu ${((used.user + used.system) / 1000 / n).toFixed(2)} ms first ${times.slice(0, 5).map((x) => x.toFixed(1))} last ${times.slice(-5).map((x) => x.toFixed(1))}`,
        );
        await ask.end();
      }
    await db.close();
  });
});
