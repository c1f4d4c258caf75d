import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readText, safeFetch, wrongAddress } from '../../src/source/pull/safe-fetch.ts';
import { Refused } from '../../src/source/source.ts';

const PRIVATE = 'This address is in a private network. Firebreak calls public addresses only.';

/** DNS that knows these names. */
function dns(names: Record<string, string[]>): LookupFunction {
  return (hostname, _options, callback) => {
    const found = names[hostname];
    if (!found) return callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), '', 0);
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Two names for the local server that stand for public ones, and one that DNS says is inside. */
const names = { 'feeds.test': ['127.0.0.1'], 'elsewhere.test': ['127.0.0.1'], 'inside.test': ['10.0.0.7'] };
const fetchOf = () =>
  safeFetch({ lookup: dns(names), allowPrivate: (host) => host === 'feeds.test' || host === 'elsewhere.test' });

describe('an address that cannot be called', () => {
  test.each([
    'http://127.0.0.1/',
    'http://10.1.2.3/feed',
    'http://172.16.0.1/',
    'https://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::a00:1]/',
    'http://[2002:a00:1::]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://localhost/',
    'http://localhost./',
    'http://a.localhost:8080/',
    'http://metadata.google.internal/',
    'http://printer.local/',
  ])('is in a private network: %s', (address) => expect(wrongAddress(address)).toBe(PRIVATE));

  test.each([
    ['feeds.example.com/a', 'This is no web address. It begins with https://.'],
    ['', 'This is no web address. It begins with https://.'],
    ['file:///etc/passwd', 'The address begins with https:// or http://.'],
    ['gopher://example.com/', 'The address begins with https:// or http://.'],
    ['https://kim:secret@example.com/', 'Leave the name and password out of the address.'],
  ])('is no address to call: %s', (address, why) => expect(wrongAddress(address)).toBe(why));

  test.each(['https://www.google.com/alerts/feeds/1/2', 'http://8.8.8.8/', 'https://[2001:4860:4860::8888]/feed'])(
    'is not %s',
    (address) => expect(wrongAddress(address)).toBeNull(),
  );
});

describe('a call', () => {
  test('of a private address is refused before anything is sent', async () => {
    let calls = 0;
    const port = await serve((_request, response) => {
      calls++;
      response.end();
    });
    await expect(safeFetch()(`http://127.0.0.1:${port}/`)).rejects.toThrow(new Refused(PRIVATE));
    await expect(safeFetch()(`http://2130706433:${port}/`)).rejects.toThrow(Refused);
    await expect(safeFetch()(`http://[::ffff:127.0.0.1]:${port}/`)).rejects.toThrow(Refused);
    expect(calls).toBe(0);
  });

  test.each([['10.0.0.7'], ['127.0.0.1'], ['::1'], ['::ffff:10.0.0.7'], ['169.254.169.254'], ['fd12::1']])(
    'of a name that DNS says is %s is refused',
    async (address) => {
      const fetch = safeFetch({ lookup: dns({ 'news.test': [address] }) });
      const failure = await fetch('http://news.test:8080/feed?key=hidden').catch((error: unknown) => error);
      expect(failure).toEqual(new Refused(PRIVATE));
      expect(String(failure)).not.toContain('hidden');
    },
  );

  test('reaches what is allowed', async () => {
    const port = await serve((request, response) => response.end(`${request.headers.host} ${request.url}`));
    const response = await fetchOf()(`http://feeds.test:${port}/a?b=1`);
    expect(await readText(response)).toBe(`feeds.test:${port} /a?b=1`);
  });

  test('ends when its caller ends it', async () => {
    const port = await serve(() => {});
    const caller = new AbortController();
    const call = fetchOf()(`http://feeds.test:${port}/`, { signal: caller.signal });
    caller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });
});

describe('a redirect', () => {
  const leadingTo = (location: string) =>
    serve((request, response) => {
      if (request.url === '/end') response.end('there');
      else response.writeHead(302, { location }).end();
    });

  test('is followed', async () => {
    const port = await leadingTo('/end');
    expect(await readText(await fetchOf()(`http://feeds.test:${port}/a`))).toBe('there');
  });

  test.each(['http://169.254.169.254/latest/', 'http://127.0.0.1:22/', 'http://inside.test/', 'http://[::1]/'])(
    'to the inside is refused: %s',
    async (location) => {
      const port = await leadingTo(location);
      await expect(fetchOf()(`http://feeds.test:${port}/a`)).rejects.toThrow(PRIVATE);
    },
  );

  test.each(['file:///etc/passwd', 'http://'])('to what is no web address is refused: %s', async (location) => {
    const port = await leadingTo(location);
    await expect(fetchOf()(`http://feeds.test:${port}/a`)).rejects.toThrow(Refused);
  });

  test('is followed five times and no more', async () => {
    const port = await leadingTo('/a');
    await expect(fetchOf()(`http://feeds.test:${port}/a`)).rejects.toThrow('It leads elsewhere more than 5 times.');
  });

  test('to another server does not take the key along', async () => {
    const keys: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      keys.push(request.headers.authorization, request.headers.accept);
      response.end();
    });
    const port = await leadingTo(`http://elsewhere.test:${other}/`);
    const headers = { authorization: 'Bearer a-secret', accept: 'text/xml' };
    await fetchOf()(`http://feeds.test:${port}/a`, { headers });
    expect(keys).toEqual([undefined, 'text/xml']);
  });
});

describe('the text of an answer', () => {
  const answer = (body: Uint8Array | string, type = 'text/xml') =>
    new Response(body as string, { headers: { 'content-type': type } });

  test('is read in the encoding its head names, or its XML', async () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a>caf\xe9</a>', 'latin1');
    expect(await readText(answer(latin))).toContain('café');
    expect(await readText(answer(Buffer.from('caf\xe9', 'latin1'), 'text/xml; charset="ISO-8859-1"'))).toBe('café');
    expect(await readText(answer('café'))).toBe('café');
  });

  test('is refused beyond its limit', async () => {
    await expect(readText(answer('x'.repeat(2 * 1_048_576)), 1_048_576)).rejects.toThrow(
      'It sends more than 1 MiB at once.',
    );
  });
});
