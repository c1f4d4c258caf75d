import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** `path` is exact. `prefix` takes itself and everything below: `/intake` takes `/intake/generic`, not `/intakes`. */
export type Route = ({ path: string } | { prefix: string }) & { handler: Handler };

export interface HttpServerOptions {
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** The first that fits is taken. */
  routes: readonly Route[];
  /** Is this process of use, and what is wrong all the same, in sentences. */
  ready: () => Promise<{ isReady: boolean; problems: string[] }>;
  metrics: () => Promise<{ type: string; body: string }>;
  log: { error: (detail: object, message: string) => void };
  /** How long requests in flight may take after `close`. Milliseconds. */
  closeWithin?: number;
}

export interface HttpServer {
  url: string;
  port: number;
  /** Takes no more requests, lets those in flight finish, and cuts them off after `closeWithin` (10 s). */
  close: () => Promise<void>;
}

/** Serves `routes`, `/healthz`, `/readyz` and `/metrics`. Throws a sentence for the operator when it cannot listen. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, log } = options;
  const routes = [...options.routes, ...ownRoutes(options)];
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // Longer than the 60 s after which the usual load balancers drop an idle connection, or they run into ours.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
    },
    (req, res) => void handle(req, res, routes, log),
  );
  const close = closer(server, options.closeWithin ?? 10_000);
  const port = await listen(server, host, options.port);
  return { url: `http://${shownHost(host)}:${port}`, port, close };
}

/** Never rejects. */
async function handle(
  req: IncomingMessage,
  res: ServerResponse,
  routes: readonly Route[],
  log: HttpServerOptions['log'],
): Promise<void> {
  const path = (req.url ?? '').split('?', 1)[0] ?? '';
  const route = routes.find((one) => fits(one, path));
  if (!route) return answer(res, 404, { error: 'There is nothing at this address.' });
  try {
    await route.handler(req, res);
  } catch (error) {
    log.error({ err: error, method: req.method, path }, 'a request failed');
    if (res.headersSent) res.destroy();
    else answer(res, 500, { error: 'Firebreak could not handle this request; its log says why.' });
  }
}

function fits(route: Route, path: string): boolean {
  if ('path' in route) return path === route.path;
  return path === route.prefix || path.startsWith(route.prefix.replace(/\/?$/, '/'));
}

function ownRoutes({ ready, metrics, log }: HttpServerOptions): Route[] {
  async function readiness(res: ServerResponse): Promise<void> {
    const { isReady, problems } = await ready().catch((error: unknown) => {
      log.error({ err: error }, 'readiness could not be checked');
      const problem = 'It could not be checked whether Firebreak is ready; its log says why.';
      return { isReady: false, problems: [problem] };
    });
    answer(res, isReady ? 200 : 503, { ready: isReady, ...(problems.length > 0 ? { problems } : {}) });
  }
  return [
    { path: '/healthz', handler: onlyRead((res) => answer(res, 200, { alive: true })) },
    { path: '/readyz', handler: onlyRead(readiness) },
    {
      path: '/metrics',
      handler: onlyRead(async (res) => {
        const { type, body } = await metrics();
        res.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
      }),
    },
  ];
}

function onlyRead(respond: (res: ServerResponse) => void | Promise<void>): Handler {
  return (req, res) => {
    if (req.method === 'GET' || req.method === 'HEAD') return respond(res);
    res.setHeader('allow', 'GET, HEAD');
    answer(res, 405, { error: 'Use GET.' });
  };
}

function answer(res: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  res.writeHead(status, { ...headers, 'cache-control': 'no-store' }).end(text);
}

// --- Listening and closing -------------------------------------------------------------------------------------------

/** The port it listens on. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(whyNot(error, host, port), { cause: error }));
    });
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `PORT: ${port} is taken on ${host}: stop the program that uses it, or set PORT to another one.`;
    case 'EACCES':
      return `PORT: this user may not listen on ${port}: set PORT to a number above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST: ${host} is no address of this machine: set HOST to 127.0.0.1, or to 0.0.0.0 for all interfaces.`;
    default:
      return `HOST and PORT: cannot listen on ${host}:${port}: ${error.message}.`;
  }
}

function closer(server: Server, within: number): () => Promise<void> {
  /** Opened, but never asked anything: node counts them as busy. */
  const fresh = new Set<Socket>();
  let closed: Promise<void> | null = null;
  server.on('connection', (socket) => {
    fresh.add(socket);
    socket.once('close', () => fresh.delete(socket));
  });
  server.on('request', (req, res) => {
    fresh.delete(req.socket);
    // Its connection would otherwise stay open for the next request.
    res.once('close', () => closed && server.closeIdleConnections());
  });
  return () => {
    closed ??= new Promise((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), within);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      for (const socket of fresh) socket.destroy();
    });
    return closed;
  };
}

/** As a person opens it in a browser. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

export const notYet: Handler = (req, res) => {
  req.resume();
  res.writeHead(503, { 'content-type': 'application/json', 'retry-after': '2' });
  res.end(JSON.stringify({ error: 'Firebreak is starting. Try again in 2 seconds.' }));
};

/** How long Slack waited for us. */
export function timed(listener: RequestListener, clicked: (seconds: number) => void): Handler {
  return (req, res) => {
    const heard = performance.now();
    res.once('finish', () => clicked((performance.now() - heard) / 1_000));
    listener(req, res);
  };
}
