/** `response_url`: the right to answer where something was clicked or typed, 5 times within 30 minutes. */
import { newSecret } from '../state/ids.ts';

const LIFETIME_MS = 30 * 60_000;
const USES = 5;

/** Where the answer goes, and what `replace_original` and `delete_original` mean. */
export interface ReplyPlace {
  channel: string;
  user: string;
  /** The message clicked, if any. */
  ts?: string;
  threadTs?: string;
  isEphemeral: boolean;
}

export interface ResponseUrls {
  /** The path of a new response_url. */
  issue(place: ReplyPlace): string;
  /** Counts a use. Undefined when the path is unknown, expired or used up. */
  use(path: string): ReplyPlace | undefined;
}

/** `now` in ms. */
export function makeResponseUrls(now: () => number): ResponseUrls {
  const issued = new Map<string, { place: ReplyPlace; until: number; left: number }>();
  return {
    issue(place) {
      for (const [path, { until }] of issued) if (until < now()) issued.delete(path);
      const path = `/response/${newSecret(20)}`;
      issued.set(path, { place, until: now() + LIFETIME_MS, left: USES });
      return path;
    },
    use(path) {
      const known = issued.get(path);
      if (!known || known.until < now() || known.left === 0) return undefined;
      known.left -= 1;
      return known.place;
    },
  };
}
