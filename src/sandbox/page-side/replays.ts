/** Lists of HTTP requests that a button on the page sends, each after its time. What they mean is not known here. */
import type { ReplayInfo } from '../protocol.ts';

export interface Replay {
  name: string;
  description: string;
  requests: {
    /** ms after the start. */
    afterMs: number;
    url: string;
    headers: Record<string, string>;
    /** Sent as JSON unless it is text. `{{run}}` in it becomes another word every time the replay is started. */
    body: unknown;
  }[];
}

export interface Replays {
  list(): ReplayInfo[];
  /** False when there is no replay of that name. Starting a running one does nothing. */
  set(name: string, action: 'start' | 'stop'): boolean;
  close(): void;
}

const TIMEOUT_MS = 10_000;

interface Run {
  timers: NodeJS.Timeout[];
  sent: number;
  isOver: boolean;
}

/** `onChange` hears of every request sent. Requests that fail are not repeated. */
export function makeReplays(replays: Replay[], onChange: () => void): Replays {
  const runs = new Map<string, Run>();

  function start(replay: Replay): void {
    const run: Run = { timers: [], sent: 0, isOver: false };
    const word = Date.now().toString(36);
    runs.set(replay.name, run);
    run.timers = replay.requests.map((request) =>
      setTimeout(() => void send(replay, run, request, word), request.afterMs),
    );
    onChange();
  }

  async function send(replay: Replay, run: Run, request: Replay['requests'][number], word: string): Promise<void> {
    const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
    run.sent += 1;
    run.isOver = run.sent === replay.requests.length;
    onChange();
    await fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...request.headers },
      body: body.replaceAll('{{run}}', word),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => undefined);
  }

  function stop(name: string): void {
    for (const timer of runs.get(name)?.timers ?? []) clearTimeout(timer);
    runs.delete(name);
    onChange();
  }

  return {
    list: () =>
      replays.map(({ name, description, requests }) => {
        const run = runs.get(name);
        return {
          name,
          description,
          state: run && !run.isOver ? 'running' : 'idle',
          sent: run?.sent ?? 0,
          total: requests.length,
        };
      }),
    set(name, action) {
      const replay = replays.find((one) => one.name === name);
      if (!replay) return false;
      if (action === 'stop') stop(name);
      else if (runs.get(name)?.isOver !== false) start(replay);
      return true;
    },
    close() {
      for (const name of [...runs.keys()]) for (const timer of runs.get(name)?.timers ?? []) clearTimeout(timer);
      runs.clear();
    },
  };
}
