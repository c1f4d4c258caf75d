import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import fixture from '../../src/source/generic/fixture.json' with { type: 'json' };
import { type IntakeServer, startIntake, TOKEN } from './intake-server.ts';
import { noon } from './mapped.ts';

let intake: IntakeServer;
beforeEach(async () => {
  intake = await startIntake();
});
afterEach(() => intake.close());

/** Sends bytes as they are and returns all that comes back until the server hangs up, a second after its refusal. */
async function raw(port: number, ...parts: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return answer;
}

const head = `POST /intake/generic HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n`;

describe('a mention sent to /intake/generic', () => {
  test('is stored before it is answered', async () => {
    const answer = await intake.post(fixture);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect(intake.received).toMatchObject([{ externalId: 'row-991', receivedAt: noon }]);
  });

  test('counts once, in one request or in two', async () => {
    expect(await (await intake.post([fixture, fixture])).json()).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await (await intake.post(fixture)).json()).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  test('is stored though its neighbours are no mentions; every item is accounted for', async () => {
    const answer = await intake.post({ mentions: [{}, fixture, fixture, 7] });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [
        { index: 0, why: expect.any(String) },
        { index: 3, why: expect.any(String) },
      ],
    });
  });

  test('that was taken down is counted as deleted', async () => {
    const answer = await intake.post([fixture, { id: 'row-991', source: 'zapier', action: 'deleted' }]);
    expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0, deleted: 1, rejected: [] });
    expect(intake.deleted).toEqual(intake.received.map(({ id }) => id));
  });

  test('an empty list is fine', async () => {
    const answer = await intake.post([]);
    expect([answer.status, await answer.json()]).toEqual([202, { accepted: 0, duplicates: 0, rejected: [] }]);
  });

  test('a request of which nothing can be used is refused with the reasons', async () => {
    const answer = await intake.post([{}]);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({
      error: 'None of the items could be used; "rejected" says why.',
      accepted: 0,
      duplicates: 0,
      rejected: [{ index: 0, why: expect.any(String) }],
    });
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may come as %s',
    async (type) => expect((await intake.post(fixture, { headers: { 'content-type': type } })).status).toBe(202),
  );
});

describe('refused in one sentence', () => {
  test.each([
    ['no token', 401, { authorization: '' }],
    ['a wrong token', 401, { authorization: `Bearer ${TOKEN}x` }],
    ['another scheme', 401, { authorization: `Basic ${TOKEN}` }],
    ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['another charset', 415, { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['a compressed body', 415, { 'content-encoding': 'gzip' }],
  ])('%s', async (_name, status, headers: Record<string, string>) => {
    const answer = await intake.post(fixture, { headers });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(intake.received).toEqual([]);
  });

  test.each(['', 'null', '{"text":', '{text:1}', '42', new Uint8Array([0x22, 0xff, 0x22]), '['.repeat(65)])(
    'a body that is no JSON mention: %s',
    async (body) => {
      const answer = await intake.post(body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringMatching(/^[A-Z].*\.$/) });
    },
  );

  test('the token comes first: without it nobody learns what a source takes', async () => {
    const wrong = await fetch(intake.url, { method: 'DELETE' });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(intake.refused).toEqual([expect.stringMatching(/^The intake token is missing or wrong/)]);
  });

  test.each(['/intake/nobody', '/intake/', '/intake/__proto__', '/intake/constructor', '/intake'])(
    '%s is no source',
    async (path) => {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const answer = await fetch(new URL(path, intake.url), { method: 'POST', headers });
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { error: 'There is no such source: its address is in the form that added it.' },
      ]);
    },
  );

  test('another method, before its body is looked at', async () => {
    const answer = await intake.post('nonsense', { method: 'PUT', headers: { 'content-type': 'text/plain' } });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('an empty token in the settings lets nobody in', async () => {
    const open = await startIntake({ token: '' });
    expect((await open.post(fixture, { headers: { authorization: 'Bearer ' } })).status).toBe(401);
    await open.close();
  });
});

describe('a body', () => {
  test('of just 1 MiB is read', async () => {
    const empty = JSON.stringify({ text: '' }).length;
    expect((await intake.post({ text: 'a'.repeat(1_048_576 - empty) })).status).toBe(202);
  });

  test('over 1 MiB is refused, and the sender gets to read why', async () => {
    const answer = await intake.post({ text: 'a'.repeat(3_000_000) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ error: 'The body is larger than 1 MiB; send fewer mentions at once.' });
    expect(answer.headers.get('connection')).toBe('close');
  });

  test('over 1 MiB is refused without waiting for its end when no length was announced', async () => {
    const chunk = `100000\r\n${'a'.repeat(0x100000)}\r\n`;
    const answer = await raw(intake.port, `${head}Transfer-Encoding: chunked\r\n\r\n`, chunk, '1\r\na\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });

  test('announced as too large is refused before any of it came', async () => {
    expect(await raw(intake.port, `${head}Content-Length: 1048577\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
  });

  test('that does not end is given up', async () => {
    const hurried = await startIntake({ bodyWithin: 20 });
    expect(await raw(hurried.port, `${head}Content-Length: 20\r\n\r\n`, '{"text"')).toMatch(/^HTTP\/1.1 408 /);
    await hurried.close();
  });

  test('whose sender hangs up is forgotten', async () => {
    const socket = connect(intake.port, '127.0.0.1');
    socket.write(`${head}Content-Length: 20\r\n\r\n{"text"`, () => socket.destroy());
    await once(socket, 'close');
    expect((await intake.post(fixture)).status).toBe(202);
    expect(intake.received).toHaveLength(1);
    expect(intake.logged).toEqual([]);
  });
});

describe('a source that is paused', () => {
  test('asks the sender to come back, and stores nothing', async () => {
    const paused = await startIntake({ isPaused: true });
    const answer = await paused.post(fixture);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '300']);
    expect(await answer.json()).toEqual({ error: 'This source is paused in Firebreak.' });
    expect(paused.received).toEqual([]);
    await paused.close();
  });
});

describe('when it cannot be stored', () => {
  test('the sender is asked to come back, and we hear of it', async () => {
    await intake.close();
    intake = await startIntake({ receive: () => Promise.reject(new Error('connection to 10.0.0.7 refused')) });
    const answer = await intake.post(fixture);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toEqual({
      error: 'The mentions could not be stored right now. Send them again in 5 seconds; none will count twice.',
    });
    expect(intake.logged).toEqual(['mentions could not be stored']);
  });

  test('in time the sender is asked to come back, and what is stored afterwards is counted and known the next time', async () => {
    await intake.close();
    let commit = () => {};
    const counted: string[] = [];
    const known = new Set<string>();
    intake = await startIntake({
      answerWithin: 50,
      counted: (outcome, n) => void (n > 0 && counted.push(outcome)),
      receive: async ([one]) => {
        const outcome = known.has(one?.id ?? '') ? 'duplicate' : 'accepted';
        if (outcome === 'accepted')
          await new Promise<void>((resolve) => {
            commit = resolve;
          });
        known.add(one?.id ?? '');
        return [outcome];
      },
    });
    const late = await intake.post(fixture);
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5']);
    expect(counted).toEqual([]);
    commit();
    const again = await intake.post(fixture);
    expect([again.status, await again.json()]).toEqual([202, { accepted: 0, duplicates: 1, rejected: [] }]);
    expect(counted).toEqual(['accepted', 'duplicate']);
  });

  test('nor can be looked up to whom it belongs, the sender is asked to come back', async () => {
    await intake.close();
    intake = await startIntake({ answerWithin: 50, find: () => new Promise(() => {}) });
    const answer = await intake.post(fixture);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });

  test('a fault of our own is answered too', async () => {
    await intake.close();
    intake = await startIntake({
      now: () => {
        throw new Error('no clock');
      },
    });
    expect((await intake.post(fixture)).status).toBe(503);
    expect(intake.logged).toEqual(['an intake request failed']);
  });
});
