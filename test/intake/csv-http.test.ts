/** `POST /intake/<source>` with a file. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { type IntakeServer, startIntake, TOKEN } from './intake-server.ts';

let intake: IntakeServer;
afterEach(() => intake.close());

async function send(file: string | Buffer, type = 'text/csv', settings: Record<string, string> = {}) {
  const source = { name: 'exports', kind: 'generic', settings, secrets: { token: TOKEN }, isPaused: false };
  intake = await startIntake({ find: async () => source });
  const answer = await intake.post(Uint8Array.from(Buffer.from(file)), { headers: { 'content-type': type } });
  return { status: answer.status, body: await answer.json() };
}

test('an export is heard, and its bad rows are named', async () => {
  const file = readFileSync(new URL('../../src/source/generic/fixture.csv', import.meta.url));
  const answer = await send(Buffer.concat([file, Buffer.from('https://a.example/1,,,,,03/04/2026,,,\r\n')]));
  expect(answer).toEqual({
    status: 202,
    body: {
      accepted: 2,
      duplicates: 0,
      rejected: [{ index: 5, why: expect.stringMatching(/^Row 5: the date 03\/04\/2026 can be read in two ways/) }],
      notes: ['Times that name no time zone were read as UTC.'],
    },
  });
  expect(intake.received.map(({ source }) => source)).toEqual(['exports', 'exports']);
});

test('its settings say how dates are meant', async () => {
  const file = 'text\tdate\none\t03/04/2026 12:00\n';
  const settings = { dates: 'day-first', zone: 'Europe/Lisbon' };
  const { status } = await send(file, 'text/tab-separated-values; charset=utf-8', settings);
  expect(status).toBe(202);
  expect(intake.received[0]?.publishedAt).toEqual(new Date('2026-04-03T11:00:00Z'));
});

test('a file whose rows are all refused is 422, one that is none 400, one too long 413', async () => {
  expect(await send('id,text\n5.7E+17,x\n')).toMatchObject({
    status: 422,
    body: { rejected: [{ index: 2, why: expect.stringContaining('5.7E+17') }] },
  });
  await intake.close();
  expect(await send('{"text": "JSON"}')).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('URL') },
  });
  await intake.close();
  expect(await send(`text\n${'x\n'.repeat(10_001)}`)).toMatchObject({ status: 413 });
  await intake.close();
  expect(await send(`text\n${'x'.repeat(1_048_576)}`)).toMatchObject({ status: 413 });
  expect(intake.received).toEqual([]);
});

test('JSON to the same address stays JSON', async () => {
  expect(await send('{"text": "hello"}', 'application/json')).toMatchObject({ status: 202, body: { accepted: 1 } });
});
