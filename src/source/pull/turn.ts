import { parseJson } from '../values/json.ts';
import { ANSWER_LIMIT } from './safe-fetch.ts';

/** The bytes of a response as they arrive. Ends, without an error, when `signal` is aborted: that is the turn's end. */
export async function* bytesOf(response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  const reader = response.body.getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    while (!signal.aborted) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await reader.cancel().catch(() => undefined);
  }
}

/** The JSON of an answer; null when it is none, or larger than 5 MiB. */
export async function jsonOf(response: Response, signal: AbortSignal): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of bytesOf(response, signal)) {
    parts.push(bytes);
    size += bytes.length;
    if (size > ANSWER_LIMIT) return null;
  }
  const parsed = await parseJson(Buffer.concat(parts));
  return 'value' in parsed ? parsed.value : null;
}
