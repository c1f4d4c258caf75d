/** Reads HTTP requests and writes HTTP answers: bodies, hosts, arguments. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY = 20_000_000;

/** The whole body. Throws when it is larger than 20 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > MAX_BODY) throw new Error('The request is too large.');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The content type without its parameters, in lower case. */
export function contentType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Web API arguments: from the query, and from a form or JSON body. */
export async function readArguments(request: IncomingMessage): Promise<Record<string, unknown>> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
  const body = await readBody(request);
  if (body.length === 0) return query;
  if (contentType(request) === 'application/json') {
    const parsed: unknown = JSON.parse(body.toString());
    return { ...query, ...(typeof parsed === 'object' ? parsed : {}) };
  }
  if (contentType(request) === 'multipart/form-data')
    return { ...query, ...Object.fromEntries(await readForm(request, body)) };
  return { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) };
}

/** A multipart form, read by the platform. */
export async function readForm(request: IncomingMessage, body: Buffer): Promise<FormData> {
  return new Response(new Uint8Array(body), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData();
}

/** The token of `Authorization: Bearer …`. */
export function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Whether the request names this machine as its host. A page of another site that had its own name point here
 * (DNS rebinding) does not.
 */
export function isLocalHost(host: string | undefined, own: string): boolean {
  const name = /^(\[[^\]]+\]|[^:]+)(:\d+)?$/.exec(host ?? '')?.[1]?.toLowerCase();
  return name !== undefined && ['localhost', '127.0.0.1', '[::1]', own.toLowerCase()].includes(name);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
