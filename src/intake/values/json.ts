/** Deeper nesting is an attack, not a mention. Levels of `{` and `[`. */
export const DEEPEST = 64;

/** JSON from bytes; or why it is none, in a sentence. A byte order mark is passed over. */
export function parseJson(raw: Buffer): { value: unknown } | { why: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return { why: 'The body is not valid UTF-8.' };
  }
  if (isTooDeep(text)) return { why: `The JSON is nested more than ${DEEPEST} levels deep.` };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { why: 'The body is not valid JSON.' };
  }
}

/** Counted before parsing, so that depth costs nothing. Brackets inside strings do not nest. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString && character === '\\') at++;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}
