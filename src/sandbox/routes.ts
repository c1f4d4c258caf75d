/** Which request goes where. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { actShape } from './acts/act.ts';
import type { Calls, Reply } from './api/calls.ts';
import { isGoodBotToken } from './api/tokens.ts';
import { fileHeaders, isSeenByApp, storeContent } from './changes/files.ts';
import { replyAt } from './changes/replies.ts';
import { servePageFile } from './page-files.ts';
import type { Live } from './page-side/live.ts';
import type { Act, ActAnswer } from './protocol.ts';
import { SlackRefusal } from './refusal.ts';
import { bearer, contentType, isLocalHost, readArguments, readBody, readForm, sendJson, sendText } from './requests.ts';
import { activePerson, hasScope, type Workspace } from './state/workspace.ts';
import { PRIVATE_FILES } from './wire/files.ts';

export interface Routes {
  workspace: Workspace;
  host: string;
  calls: Calls;
  live: Live;
  act: (act: Act) => Promise<ActAnswer>;
}

export async function route(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (!isLocalHost(request.headers.host, routes.host)) return sendText(response, 403, 'This workspace is local only.');
  const away = isSlackItself(pathname) ? routes.calls.outage() : undefined;
  if (away) return send(away, response);
  if (pathname.startsWith('/api/')) return answerCall(routes, pathname.slice('/api/'.length), request, response);
  if (pathname.startsWith('/response/')) return answerReply(routes, pathname, request, response);
  if (pathname.startsWith('/upload/v1/')) return takeUpload(routes, pathname, request, response);
  if (pathname === '/workspace/act') return takeAct(routes, request, response);
  if (request.method !== 'GET') return sendText(response, 405, 'GET only.');
  if (pathname === '/workspace/live') return openLive(routes, searchParams.get('as'), response);
  if (pathname.startsWith(PRIVATE_FILES)) return sendPrivateFile(routes, pathname, request, response);
  if (pathname.startsWith('/files/')) return sendFile(routes, pathname, response);
  if (pathname.startsWith('/archives/')) return openPermalink(pathname, searchParams, response);
  return sendPage(pathname, response);
}

/** What else an app reaches Slack at, and what is away with it. Calls are looked at, and counted, one by one. */
function isSlackItself(path: string): boolean {
  return ['/response/', '/upload/v1/', PRIVATE_FILES].some((start) => path.startsWith(start));
}

async function answerCall(
  { calls }: Routes,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const given = await readArguments(request).catch(() => undefined);
  if (!given) return sendJson(response, 200, { ok: false, error: 'invalid_form_data' });
  const { token, ...args } = given;
  send(calls.call(method, args, bearer(request) ?? (typeof token === 'string' ? token : undefined)), response);
}

function send(reply: Reply, response: ServerResponse): void {
  if (reply.kind === 'answer') sendJson(response, reply.status, reply.body, reply.headers);
  if (reply.kind === 'drop') response.destroy();
}

/** Slack answers `ok`, or 404 once the URL is used up. */
async function answerReply(
  { workspace }: Routes,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readArguments(request);
  const place = workspace.responseUrls.use(path);
  if (!place) return sendJson(response, 404, { ok: false, error: 'expired_url' });
  try {
    replyAt(workspace, place, body);
    sendText(response, 200, 'ok');
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    sendJson(response, 400, { ok: false, error: error.error, ...error.details });
  }
}

/** The bytes of an announced file: as they are, or as the only file of a form. */
async function takeUpload(
  { workspace }: Routes,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = workspace.state.files.get(path.slice('/upload/v1/'.length));
  const body = await readBody(request);
  if (!file || file.isComplete || request.method !== 'POST') return sendText(response, 404, 'no such upload');
  const content = contentType(request) === 'multipart/form-data' ? await uploadedContent(request, body) : body;
  storeContent(workspace, file, content);
  sendText(response, 200, `OK - ${content.length}`);
}

async function uploadedContent(request: IncomingMessage, body: Buffer): Promise<Buffer> {
  const form = await readForm(request, body);
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file && typeof file !== 'string' ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
}

/** JSON only: another site's form cannot send that without asking first. */
async function takeAct({ act }: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' || contentType(request) !== 'application/json') {
    return sendJson(response, 415, { ok: false, why: 'Send the act as application/json.' });
  }
  const parsed = actShape.safeParse(parseJson(await readBody(request)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return sendJson(response, 400, {
      ok: false,
      why: `This is not an act: ${issue?.path.join('.')} ${issue?.message}`,
    });
  }
  sendJson(response, 200, await act(parsed.data as Act));
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** Without `as`, the first person of the workspace looks. */
function openLive({ workspace, live }: Routes, as: string | null, response: ServerResponse): void {
  const first = [...workspace.state.people.values()].find((person) => !person.isBot && !person.isDeactivated);
  const person = as ? activePerson(workspace, as) : first;
  if (person) live.open(person.id, response);
  else sendText(response, 404, 'There is no such person.');
}

async function sendFile({ workspace }: Routes, path: string, response: ServerResponse): Promise<void> {
  const file = workspace.state.files.get(path.split('/')[2] ?? '');
  if (!file?.isComplete) return sendText(response, 404, 'There is no such file.');
  response.writeHead(200, fileHeaders(file));
  response.end(Buffer.from(file.contentBase64, 'base64'));
}

/** To the app, with its token and the scope for it. Anybody else is sent to sign in, as on Slack: no error, but a page. */
async function sendPrivateFile(
  { workspace }: Routes,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { state } = workspace;
  if (!isGoodBotToken(workspace, bearer(request)) || !hasScope(workspace, 'files:read')) {
    response.writeHead(302, { location: `/?redir=${encodeURIComponent(path)}` });
    response.end();
    return;
  }
  const [place = ''] = path.slice(PRIVATE_FILES.length).split('/');
  const file = state.files.get(place.split('-').at(-1) ?? '');
  if (!file?.isComplete || !isSeenByApp(workspace, file)) return sendText(response, 404, 'There is no such file.');
  response.writeHead(200, fileHeaders(file));
  response.end(Buffer.from(file.contentBase64, 'base64'));
}

/** `/archives/C1/p1700000000000100` opens the page there, in the thread when there is one. */
async function openPermalink(path: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const [, channel, seconds, micros] = /^\/archives\/([A-Z0-9]+)(?:\/p(\d+)(\d{6}))?$/.exec(path) ?? [];
  if (!channel) return sendText(response, 404, 'There is no such message.');
  const thread = query.get('thread_ts') ?? (seconds ? `${seconds}.${micros}` : undefined);
  const place = thread && /^\d+\.\d+$/.test(thread) ? `${channel}/${thread}` : channel;
  response.writeHead(302, { location: `/#${place}` });
  response.end();
}

async function sendPage(path: string, response: ServerResponse): Promise<void> {
  const file = servePageFile(path);
  if (!file) return sendText(response, 404, 'Not found.');
  const headers = { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'cache-control': 'no-cache' };
  response.writeHead(200, { 'content-type': file.type, ...headers });
  response.end(file.body);
}
