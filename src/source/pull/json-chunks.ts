import { beginTurn } from '../../turns.ts';
import { parseJson } from '../values/json.ts';

/** A longer object is passed over. Bytes: 1 MiB. */
const MOST = 1_048_576;

const [QUOTE, BACKSLASH, OPEN, CLOSE, NEWLINE] = [0x22, 0x5c, 0x7b, 0x7d, 0x0a];
/** May stand between objects: white space, commas and brackets of a list, a record separator, a byte order mark. */
const BETWEEN = new Set(Buffer.from(' \t\r\n,[]\x1e\ufeff'));

/** The bytes of an object, or why they are none. */
type Whole = Uint8Array | { why: string };

/** One object of a stream, or why what stood there is none, in a sentence. */
export type Chunk = { value: unknown } | { why: string };

/**
 * Finds the JSON objects in a stream of bytes, one after the other, on one line or on many. It counts braces outside
 * strings, so neither line breaks nor the borders of what arrives matter: UTF-8 has no quote, brace or backslash inside
 * a longer character. After something broken it goes on with the next object.
 * @param most bytes of one object; larger ones are passed over without being held in memory
 * @returns takes the bytes as they arrive, one after the other, and gives the objects that ended in them; half an
 *   object gives nothing
 */
export function jsonChunks(most = MOST): (bytes: Uint8Array) => Promise<Chunk[]> {
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  let isJunk = false;
  let held: Uint8Array[] = [];
  let size = 0;

  /** The bytes of the present object, as far as they are worth holding. */
  function hold(bytes: Uint8Array): void {
    size += bytes.length;
    // A copy: what arrives may be one window of a large buffer.
    if (size <= most) held.push(new Uint8Array(bytes));
    else held = [];
  }

  function finish(): Whole {
    const whole = size > most ? { why: `It is larger than ${most} bytes.` } : Buffer.concat(held);
    begin();
    return whole;
  }

  function begin(): void {
    depth = 0;
    inString = false;
    isEscaped = false;
    held = [];
    size = 0;
  }

  function wholeIn(bytes: Uint8Array): Whole[] {
    const chunks: Whole[] = [];
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (depth === 0) {
        if (byte === OPEN) {
          depth = 1;
          start = at;
          isJunk = false;
        } else if (!isJunk && !BETWEEN.has(byte)) {
          isJunk = true;
          chunks.push({ why: 'What came is no JSON object.' });
        }
      } else if (inString) {
        if (byte === NEWLINE) {
          // JSON has no line breaks in strings. This object broke off, and the next line may begin another.
          chunks.push({ why: 'It breaks off within a string.' });
          begin();
        } else if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN) depth++;
      else if (byte === CLOSE && --depth === 0) {
        hold(bytes.subarray(start, at + 1));
        chunks.push(finish());
      }
    }
    if (depth > 0) hold(bytes.subarray(start));
    return chunks;
  }

  return async (bytes) => {
    const turn = beginTurn();
    const chunks: Chunk[] = [];
    for (const whole of wholeIn(bytes)) {
      if (turn.isOver()) await turn.next();
      chunks.push('why' in whole ? whole : await parsed(whole));
    }
    return chunks;
  };
}

async function parsed(raw: Uint8Array): Promise<Chunk> {
  const found = await parseJson(raw);
  return 'value' in found ? found : { why: found.why.replace('The body', 'It').replace('The JSON', 'It') };
}
