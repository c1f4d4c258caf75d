import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Job = {
  port: number;
  connections: number;
  /** It ends after so many seconds, or so many requests. */
  seconds?: number;
  requests?: number;
  /** Milliseconds between the answer to one request and the next, on each connection. */
  pause?: number;
} & (
  | { kind: 'mentions'; run: string; size: number; story: 'same' | 'new'; token: string }
  | { kind: 'clicks'; press: string; firstAlert: number; secret: string }
);

export interface Load {
  requests: number;
  mentions: number;
  /** As the answers said. */
  accepted: number;
  seconds: number;
  /** Milliseconds of each request. */
  latencies: number[];
}

export interface Loader {
  /** Throws when any answer was not 2xx. */
  send: (job: Job) => Promise<Load>;
  close: () => void;
}

/** The process that makes the load. */
export function startLoader(): Loader {
  const child = fork(fileURLToPath(new URL('./load.mjs', import.meta.url)), { execArgv: [] });
  return {
    send: async (job) => {
      const answered = once(child, 'message', { signal: AbortSignal.timeout(60_000) });
      child.send(job);
      const [answer] = (await answered) as [Load | { failed: string }];
      if ('failed' in answer) throw new Error(answer.failed);
      return answer;
    },
    close: () => void child.kill(),
  };
}
