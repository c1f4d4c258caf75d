import { describe, expect, test } from 'vitest';
import { GENERIC } from '../../src/source/generic/generic.ts';
import { MELTWATER } from '../../src/source/meltwater/meltwater.ts';
import { META } from '../../src/source/meta/meta.ts';
import { standardWebhookHeaders } from '../../src/source/push/standard-webhooks.ts';
import type { OpenSource, PushRequest, SourceKind } from '../../src/source/source.ts';
import { X_ACTIVITY } from '../../src/source/x-activity/x-activity.ts';
import { fixture } from './fixture.ts';
import { startIntake, TOKEN } from './intake-server.ts';
import { noon } from './mapped.ts';
import vectors from './signature-vectors.json' with { type: 'json' };

/** A delivery whose signature holds. */
interface Signed {
  kind: SourceKind;
  /** Name of the secret that signs. */
  secret: string;
  secrets: Record<string, string>;
  body: Buffer;
  headers: Record<string, string>;
  /** The header with the signature, what stands before the digest, and how the digest is written. */
  header: string;
  prefix: string;
  encoding: 'hex' | 'base64';
  at: Date;
}

const { standard_webhook: standard } = vectors;

function fromVector(
  kind: SourceKind,
  secret: string,
  vector: (typeof vectors)['x_post'],
  encoding: Signed['encoding'],
) {
  return {
    ...{ kind, secret, encoding, header: vector.header, prefix: vector.value.slice(0, vector.value.indexOf('=') + 1) },
    ...{ secrets: { [secret]: vector.secret }, body: fixture(vector.file), headers: { [vector.header]: vector.value } },
    at: noon,
  };
}

const SIGNED: Signed[] = [
  fromVector(X_ACTIVITY, 'consumerSecret', vectors.x_post, 'base64'),
  fromVector(META, 'appSecret', vectors.meta_post, 'hex'),
  fromVector(MELTWATER, 'hookSecret', vectors.meltwater_post, 'hex'),
  {
    ...{ kind: GENERIC, secret: 'signingSecret', header: standard.header, prefix: 'v1,', encoding: 'base64' },
    ...{ secrets: { signingSecret: standard.secret, token: TOKEN }, body: Buffer.from(standard.body) },
    headers: {
      'webhook-id': standard.id,
      'webhook-timestamp': standard.timestamp,
      'webhook-signature': standard.value,
    },
    at: new Date(Number(standard.timestamp) * 1000),
  },
];

/** Why it is refused, by what is checked before the body is read and after; null when it is let in. */
function refusal(delivery: Signed): string | null {
  const { kind, secrets, body, headers, at } = delivery;
  const request: PushRequest = { method: 'POST', rest: '', query: new URLSearchParams(), headers };
  const source: OpenSource = { name: 'a', kind: kind.kind, settings: {}, secrets };
  return kind.push?.refuseEarly?.(request, source) ?? kind.push?.refuse(body, request, source, at) ?? null;
}

function withSignature(delivery: Signed, signature: string): Signed {
  return { ...delivery, headers: { ...delivery.headers, [delivery.header]: signature } };
}

describe.each(SIGNED.map((delivery) => [delivery.kind.title, delivery] as const))('%s', (_title, delivery) => {
  const signature = delivery.headers[delivery.header] ?? '';
  const digest = signature.slice(delivery.prefix.length);
  const otherWay = Buffer.from(digest, delivery.encoding).toString(delivery.encoding === 'hex' ? 'base64' : 'hex');

  test('lets the delivery in that the tool signed', () => expect(refusal(delivery)).toBeNull());

  test('refuses a body of which one byte was changed', () => {
    for (let at = 0; at < delivery.body.length; at += 37) {
      const body = Buffer.from(delivery.body);
      body[at] = (body[at] ?? 0) ^ 1;
      expect(refusal({ ...delivery, body })).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('refuses a body that was parsed and written anew', () => {
    const body = Buffer.from(JSON.stringify(JSON.parse(delivery.body.toString()), null, 1));
    expect(refusal({ ...delivery, body })).not.toBeNull();
  });

  test('refuses a delivery without a signature', () => {
    const headers = Object.fromEntries(Object.entries(delivery.headers).filter(([name]) => name !== delivery.header));
    expect(refusal({ ...delivery, headers })).not.toBeNull();
  });

  test.each([
    ['no prefix', digest],
    ['another prefix', `sha512=${digest}`],
    ['half a digest', signature.slice(0, delivery.prefix.length + digest.length / 2)],
    ['a byte too many', `${signature}0`],
    ['no digest', delivery.prefix],
    ['nothing in it', ''],
    ['a digest in the other encoding', delivery.prefix + otherWay],
    ['a digest of letters that take two bytes', delivery.prefix + 'é'.repeat(digest.length)],
    ['the digest of another body', delivery.prefix + digest.replace(/^./, (first) => (first === 'a' ? 'b' : 'a'))],
  ])('refuses a signature with %s', (_name, wrong) => {
    expect(refusal(withSignature(delivery, wrong))).not.toBeNull();
  });

  test('refuses what was signed with another secret', () => {
    const secrets = {
      ...delivery.secrets,
      [delivery.secret]: `${delivery.secrets[delivery.secret]?.slice(0, -4)}AAAA`,
    };
    expect(refusal({ ...delivery, secrets })).not.toBeNull();
  });

  test('lets nobody in while there is no secret', () => {
    const { [delivery.secret]: _secret, ...none } = delivery.secrets;
    for (const secrets of [none, { ...none, [delivery.secret]: '' }]) {
      expect(refusal({ ...delivery, secrets })).not.toBeNull();
      const source: OpenSource = { name: 'a', kind: delivery.kind.kind, settings: {}, secrets };
      const sample = delivery.kind.push?.sample(source, delivery.at);
      if (delivery.kind === GENERIC || !sample) continue;
      expect(refusal({ ...delivery, ...sample, body: Buffer.from(sample.body), secrets })).not.toBeNull();
    }
  });
});

describe('a Standard Webhook', () => {
  const [delivery] = SIGNED.filter(({ kind }) => kind === GENERIC);
  if (!delivery) throw new Error('it is in the list above');
  const minutesLater = (minutes: number) => ({ ...delivery, at: new Date(delivery.at.getTime() + minutes * 60_000) });

  test.each([5, -5])('is let in within five minutes: %s', (minutes) => {
    expect(refusal(minutesLater(minutes))).toBeNull();
  });
  test.each([5.1, -5.1, 60 * 24 * 365])('is refused outside of them, though its signature holds: %s', (minutes) => {
    expect(refusal(minutesLater(minutes))).toMatch(/older than 5 minutes/);
  });

  test('is let in when one of several signatures holds, as while a secret is being exchanged', () => {
    expect(refusal(withSignature(delivery, `v1a,xyz v1,${'A'.repeat(43)}= ${standard.value}`))).toBeNull();
  });

  test.each(['webhook-id', 'webhook-timestamp'])('is refused when %s is missing or changed', (name) => {
    for (const value of ['', 'x', '1614265331', 'NaN', '1e9', '-1']) {
      expect(refusal({ ...delivery, headers: { ...delivery.headers, [name]: value } })).not.toBeNull();
    }
  });

  test('who sends a token is judged by it: a wrong one is not mended by a signature', () => {
    const wrong = { ...delivery.headers, authorization: 'Bearer wrong' };
    expect(refusal({ ...delivery, headers: wrong })).toMatch(/^The intake token is missing or wrong/);
    const right = { authorization: `Bearer ${TOKEN}`, 'webhook-signature': 'v1,nonsense' };
    expect(refusal({ ...delivery, headers: right })).toBeNull();
  });

  test('is stored when it comes over HTTP, and its body is not even read without any proof', async () => {
    const secrets = { token: TOKEN, signingSecret: standard.secret };
    const intake = await startIntake({ sources: [{ name: 'signed', kind: 'generic', settings: {}, secrets }] });
    const body = '{"text":"Fire","id":1}';
    const json = { 'content-type': 'application/json' };
    const proof = standardWebhookHeaders('msg_1', body, standard.secret, noon);
    expect((await intake.send('signed', body, { ...json, ...proof })).status).toBe(202);
    expect((await intake.send('signed', 'not even JSON', json)).status).toBe(401);
    expect((await intake.send('signed', '{"text":"Forged"}', { ...json, ...proof })).status).toBe(401);
    expect(intake.received).toMatchObject([{ text: 'Fire', source: 'signed' }]);
    await intake.close();
  });
});

describe('the challenge of X', () => {
  const { secret, crc_token, response_token } = vectors.x_crc;
  const source: OpenSource = { name: 'x', kind: 'x', settings: {}, secrets: { consumerSecret: secret } };
  const ask = (token: string) => {
    const query = new URLSearchParams({ crc_token: token });
    return X_ACTIVITY.push?.handshake?.({ method: 'GET', rest: '', query, headers: {} }, source);
  };

  test('is answered with the signature of its token', () => {
    const answer = ask(crc_token);
    expect(answer).toMatchObject({ status: 200, type: 'application/json' });
    expect(JSON.parse(answer?.body ?? '')).toEqual({ response_token });
  });

  test('is answered at any time over HTTP, before anything was delivered', async () => {
    const intake = await startIntake({ sources: [source], isPaused: true });
    const answer = await fetch(`http://127.0.0.1:${intake.port}/intake/x?crc_token=${crc_token}`);
    expect([answer.status, await answer.json()]).toEqual([200, { response_token }]);
    await intake.close();
  });

  test.each(['{"data":{}}', ' [1]', '[]', '{', `a${'b'.repeat(600)}`, ''])(
    'never signs what could be sent back as a delivery: %j',
    (token) => {
      expect(ask(token)).toMatchObject({ status: 400 });
      expect(ask(token)?.body).not.toContain('sha256');
    },
  );
});

describe('the handshake of Meta', () => {
  const source: OpenSource = {
    ...{ name: 'meta', kind: 'meta', settings: {} },
    secrets: { appSecret: vectors.meta_post.secret, verifyToken: 'meatyhamhock' },
  };
  const { query, expect_body } = vectors.meta_verify;

  test('echoes the challenge as plain text to whoever knows the verify token, and to nobody else', async () => {
    const intake = await startIntake({ sources: [source] });
    const address = `http://127.0.0.1:${intake.port}/intake/meta`;
    const right = await fetch(`${address}?${query}`);
    expect([right.status, right.headers.get('content-type'), await right.text()]).toEqual([
      ...[200, 'text/plain', expect_body],
    ]);
    expect(right.headers.get('x-content-type-options')).toBe('nosniff');
    const wrong = [`${address}?${query}x`, `${address}?hub.mode=subscribe&hub.challenge=1`, `${address}?hub.mode=x`];
    for (const url of wrong) {
      const answer = await fetch(url);
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('1');
    }
    expect((await fetch(address)).status).toBe(405);
    await intake.close();
  });

  test('is never right while there is no verify token', () => {
    const asked = { method: 'GET', rest: '', query: new URLSearchParams('hub.mode=subscribe'), headers: {} };
    expect(META.push?.handshake?.(asked, { ...source, secrets: {} })).toMatchObject({ status: 403 });
  });
});
