import { beginTurn, mapInTurns } from '../../turns.ts';

export interface Decoded {
  text: string;
  /** Not valid in any encoding that shows itself: the letters beyond ASCII are a guess. */
  isGuess: boolean;
}

/** How much of a file tells UTF-16 without a byte order mark from the rest: its header. Bytes. */
const HEADER = 400;

/**
 * The text of a file as programs write them: UTF-8, UTF-16 in either byte order (Excel's "Unicode text"), each with or
 * without a byte order mark, which is left out. What is neither is read as Windows-1252, in which every byte is a letter.
 * @param charset as the sender named it; believed where the bytes agree
 */
export async function decode(raw: Buffer, charset: string | null = null): Promise<Decoded> {
  const sure = [marked(raw), unmarkedUtf16(raw), charset, 'utf-8'];
  const turn = beginTurn();
  for (const encoding of sure) {
    if (turn.isOver()) await turn.next();
    const text = encoding === null ? null : await decoded(raw, encoding);
    if (text !== null) return { text, isGuess: false };
  }
  return { text: await windows1252(raw), isGuess: true };
}

/** The encoding its byte order mark names. */
function marked(raw: Buffer): string | null {
  if (raw[0] === 0xff && raw[1] === 0xfe) return 'utf-16le';
  if (raw[0] === 0xfe && raw[1] === 0xff) return 'utf-16be';
  return raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 'utf-8' : null;
}

/** ASCII in UTF-16 is every second byte zero, and a header is mostly ASCII. */
function unmarkedUtf16(raw: Buffer): string | null {
  const head = raw.subarray(0, HEADER);
  const pairs = Math.floor(head.length / 2);
  if (pairs === 0) return null;
  let [even, odd] = [0, 0];
  for (let at = 0; at < 2 * pairs; at++) if (head[at] === 0) at % 2 === 0 ? even++ : odd++;
  if (odd > pairs / 2 && even < pairs / 10) return 'utf-16le';
  return even > pairs / 2 && odd < pairs / 10 ? 'utf-16be' : null;
}

/** Null when the bytes are not valid in it, or nobody knows it. */
async function decoded(raw: Buffer, encoding: string): Promise<string | null> {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    return decoder.encoding === 'windows-1252' ? await windows1252(raw) : decoder.decode(raw);
  } catch {
    return null;
  }
}

/** Windows-1252 from 0x80 to 0x9f; elsewhere it is Latin-1. Source: encoding.spec.whatwg.org, index windows-1252. */
const FROM_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Characters. */
const PART = 4_096;

function unitOf(byte: number): number {
  return byte >= 0x80 && byte < 0xa0 ? FROM_80.charCodeAt(byte - 0x80) : byte;
}

/** By hand: TextDecoder of Node 20 takes it for Latin-1, where these letters are invisible controls. */
async function windows1252(raw: Buffer): Promise<string> {
  const starts = Array.from({ length: Math.ceil(raw.length / PART) }, (_, part) => part * PART);
  const parts = await mapInTurns(starts, (start) => {
    return String.fromCharCode(...Array.from(raw.subarray(start, start + PART), unitOf));
  });
  return parts.join('');
}
