import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpServer, type HttpServerOptions, startHttpServer } from '../src/http/server.ts';

const logged: { detail: object; message: string }[] = [];
const open: HttpServer[] = [];

async function start(overrides: Partial<HttpServerOptions> = {}): Promise<HttpServer> {
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [],
    ready: async () => ({ isReady: true, problems: [] }),
    metrics: async () => ({ type: 'text/plain; version=0.0.4', body: 'firebreak_ü 1\n' }),
    log: { error: (detail, message) => void logged.push({ detail, message }) },
    ...overrides,
  });
  open.push(server);
  return server;
}

afterEach(async () => {
  logged.length = 0;
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A promise and the function that resolves it. */
function gate(): { passed: Promise<void>; pass: () => void } {
  let pass = () => {};
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { passed, pass };
}

describe('what it says of itself', () => {
  test('/healthz: alive', async () => {
    const answer = await fetch(`${(await start()).url}/healthz`);
    expect([answer.status, await answer.json()]).toEqual([200, { alive: true }]);
  });

  test('/readyz: ready, ready with problems, or not ready', async () => {
    const problems: string[] = [];
    let isReady = true;
    const { url } = await start({ ready: async () => ({ isReady, problems }) });
    const good = await fetch(`${url}/readyz`);
    expect([good.status, await good.json()]).toEqual([200, { ready: true }]);
    problems.push('Sources are not asked any more.');
    const limping = await fetch(`${url}/readyz`);
    expect([limping.status, await limping.json()]).toEqual([200, { ready: true, problems }]);
    isReady = false;
    problems.push('The database does not answer.');
    const bad = await fetch(`${url}/readyz?verbose`);
    expect([bad.status, await bad.json()]).toEqual([503, { ready: false, problems }]);
  });

  test('/readyz: not ready when nobody can tell', async () => {
    const { url } = await start({ ready: () => Promise.reject(new Error('connection refused')) });
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, JSON.stringify(await answer.json())]).toEqual([503, expect.not.stringContaining('refused')]);
    expect(logged).toHaveLength(1);
  });

  test('/metrics: the page as it is', async () => {
    const answer = await fetch(`${(await start()).url}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await answer.text()).toBe('firebreak_ü 1\n');
  });

  test('these are for reading', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200);
    const refused = await fetch(`${url}/metrics`, { method: 'POST', body: 'x' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('routes', () => {
  const says = (text: string): HttpServerOptions['routes'][number]['handler'] => {
    return (_req, res) => void res.end(text);
  };
  const routes = [
    { path: '/slack/events', handler: says('slack') },
    { prefix: '/intake', handler: says('intake') },
  ];

  test.each([
    ['/slack/events', 'slack'],
    ['/slack/events?a=/intake', 'slack'],
    ['/intake', 'intake'],
    ['/intake/generic', 'intake'],
  ])('%s goes to %s', async (path, text) => {
    expect(await (await fetch((await start({ routes })).url + path, { method: 'POST' })).text()).toBe(text);
  });

  test.each(['/', '/slack/events/', '/slack', '/intakes', '/favicon.ico'])('%s is nowhere', async (path) => {
    const answer = await fetch((await start({ routes })).url + path);
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'There is nothing at this address.' }]);
  });

  test.each([
    ['throws', () => fail()],
    ['rejects', async () => fail()],
  ])('a handler that %s is a 500 which tells nothing, and a line in the log', async (_, handler) => {
    const { url } = await start({ routes: [{ path: '/broken', handler }] });
    const answer = await fetch(`${url}/broken?token=x`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'Firebreak could not handle this request; its log says why.' });
    expect(logged).toEqual([
      {
        detail: { err: new Error('the database is gone'), method: 'GET', path: '/broken' },
        message: 'a request failed',
      },
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('an answer that broke off half way is not passed off as whole', async () => {
    const { url } = await start({
      routes: [
        {
          path: '/half',
          handler: async (_req, res) => {
            res.writeHead(200, { 'content-length': 100 });
            res.write('half');
            fail();
          },
        },
      ],
    });
    await expect(fetch(`${url}/half`).then((answer) => answer.text())).rejects.toThrow();
  });

  function fail(): never {
    throw new Error('the database is gone');
  }
});

describe('starting', () => {
  test('a port that is taken is a sentence naming PORT', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toThrow(
      `PORT: ${port} is taken on 127.0.0.1: stop the program that uses it, or set PORT to another one.`,
    );
  });

  test('an address of another machine is a sentence naming HOST', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toThrow(/^HOST: 192\.0\.2\.1 is no address of this machine/);
  });

  test('its URL can be opened on this machine', async () => {
    const { url, port } = await start({ host: '0.0.0.0' });
    expect(url).toBe(`http://localhost:${port}`);
  });
});

describe('closing', () => {
  test('a request in flight is answered, and nobody waits for its connection', async () => {
    const [arrived, mayAnswer] = [gate(), gate()];
    const server = await start({
      routes: [
        {
          path: '/slow',
          handler: async (_req, res) => {
            arrived.pass();
            await mayAnswer.passed;
            res.end('done');
          },
        },
      ],
    });
    // A connection that its client keeps open, and one that never asked anything.
    const agent = new Agent({ keepAlive: true });
    const asked = once(get(`${server.url}/slow`, { agent }), 'response');
    const silent = connect(server.port, '127.0.0.1').on('error', () => {});
    await Promise.all([arrived.passed, once(silent, 'connect')]);

    const closed = server.close();
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    mayAnswer.pass();
    const [response] = await asked;
    expect(String(await response.toArray())).toBe('done');
    await closed;
    agent.destroy();
  }, 5_000);

  test('what takes too long is cut off', async () => {
    const arrived = gate();
    const routes = [{ path: '/stuck', handler: () => arrived.pass() }];
    const server = await start({ routes, closeWithin: 20 });
    const asked = fetch(`${server.url}/stuck`);
    const cutOff = expect(asked).rejects.toThrow();
    await arrived.passed;
    await server.close();
    await cutOff;
  });

  test('closing twice is closing once', async () => {
    const server = await start();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});
