/** One Web API call from its arguments to its answer: who may, how often, what is done, what goes wrong on order. */
import type { Fault, Faults } from '../faults.ts';
import type { RateLimits } from '../grants/rate-limits.ts';
import { refuse, SlackRefusal } from '../refusal.ts';
import { findChannel, grantedScopes, type Workspace } from '../state/workspace.ts';
import type { Args } from './arguments.ts';
import { METHODS } from './methods.ts';
import { missingScope } from './scopes.ts';
import { checkAppToken, checkBotToken, isGoodBotToken } from './tokens.ts';

export interface CallRecord {
  method: string;
  args: Args;
  /** ms since 1970. */
  at: number;
  status: 'ok' | 'error' | 'limited' | 'fault';
  error?: string;
}

/** What goes back over HTTP. `never`: no answer at all; `drop`: the connection breaks. */
export type Reply =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: Record<string, unknown> }
  | { kind: 'never' }
  | { kind: 'drop' };

export interface Calls {
  call(method: string, args: Args, token: string | undefined): Reply;
  /** What is heard of Slack while it is away; undefined while it answers. */
  outage(): Reply | undefined;
  records(): CallRecord[];
  /** How many calls there have been; never goes down. */
  seen(): number;
  clear(): void;
}

/** Older records are forgotten. */
const KEPT = 20_000;

export interface CallSettings {
  workspace: Workspace;
  /** Undefined: no limits. */
  limits: RateLimits | undefined;
  faults: Faults;
  /** `apps.connections.open`: the address of a new WebSocket. Undefined unless the app is in Socket Mode. */
  openConnection: () => string | undefined;
}

export function makeCalls({ workspace, limits, faults, openConnection }: CallSettings): Calls {
  const records: CallRecord[] = [];
  let seen = 0;

  function run(method: string, args: Args, token: string | undefined): Record<string, unknown> {
    if (method === 'apps.connections.open') return { url: connectionUrl(token) };
    const known = METHODS[method];
    if (!known) throw refuse('unknown_method', { req_method: method });
    checkBotToken(workspace, token);
    const needed = missingScope(workspace, method, args);
    if (needed) throw refuse('missing_scope', { needed, provided: grantedScopes(workspace).join(',') });
    return known(workspace, args);
  }

  function connectionUrl(token: string | undefined): string {
    checkAppToken(workspace, token);
    const url = openConnection();
    if (!url) throw refuse('socket_mode_not_enabled');
    return url;
  }

  function answer(method: string, args: Args, token: string | undefined): Record<string, unknown> {
    try {
      return { ok: true, ...run(method, args, token) };
    } catch (error) {
      if (error instanceof SlackRefusal) return { ok: false, error: error.error, ...error.details };
      throw error;
    }
  }

  function reply(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Reply {
    return { kind: 'answer', status, headers, body };
  }

  function outage(): Reply | undefined {
    const how = workspace.state.settings.outage;
    if (how === null) return undefined;
    if (typeof how === 'number') return reply(how, { ok: false, error: 'service_unavailable' });
    return { kind: how === 'refused' ? 'drop' : 'never' };
  }

  function tooMany(seconds: number): Reply {
    return reply(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
  }

  /** A fault decides whether the call is done, and then what is heard of it. */
  function faulty(fault: Fault, doIt: () => void): Reply {
    const { kind } = fault;
    if (typeof kind === 'object') return reply(200, { ok: false, error: kind.error });
    if (kind === '429') return tooMany(fault.retryAfter ?? 1);
    if (kind.endsWith('_after_success')) doIt();
    if (kind.startsWith('500')) return reply(500, { ok: false, error: 'internal_error' });
    return { kind: kind.startsWith('drop') ? 'drop' : 'never' };
  }

  return {
    call(method, args, token) {
      const record: CallRecord = { method, args, at: workspace.now(), status: 'ok' };
      records.push(record);
      seen += 1;
      if (records.length > KEPT) records.shift();
      const away = outage();
      if (away) {
        Object.assign(record, { status: 'fault', error: String(workspace.state.settings.outage) });
        return away;
      }
      const fault = faults.take(method, args);
      if (fault) {
        const result = faulty(fault, () => void answer(method, args, token));
        Object.assign(record, { status: 'fault', error: describeFault(fault) });
        return result;
      }
      const seconds = limits?.take(method, rateKey(workspace, args)) ?? 0;
      if (seconds > 0) {
        Object.assign(record, { status: 'limited', error: 'ratelimited' });
        return tooMany(seconds);
      }
      const body = answer(method, args, token);
      if (body.ok !== true) Object.assign(record, { status: 'error', error: body.error });
      // Only a token that Slack takes is told what it may do.
      const scopes = isGoodBotToken(workspace, token) ? { 'x-oauth-scopes': grantedScopes(workspace).join(',') } : {};
      return reply(200, body, scopes);
    },
    outage,
    records: () => [...records],
    seen: () => seen,
    clear: () => {
      records.length = 0;
    },
  };
}

function rateKey(workspace: Workspace, args: Args): string | undefined {
  if (typeof args.channel !== 'string') return undefined;
  return findChannel(workspace, args.channel)?.id ?? args.channel;
}

function describeFault({ kind }: Fault): string {
  return typeof kind === 'object' ? kind.error : kind;
}
