/** A feed in parts of a few entries: its parser cannot be interrupted, and takes minutes for some large feeds. */

/** More entries than any feed has. */
const MOST_ENTRIES = 1_000;
/** How much of entries is parsed together. Characters, entries. */
const PART = { length: 32_768, entries: 25 };
/** A longer or more entangled entry is passed over. Characters, `<`. */
const ENTRY = { length: 65_536, tags: 2_000 };
/** A text within an entry; we keep 10,000 characters of it, without its markup. Characters. */
const TEXT = 30_000;
/** An entry that is not even looked at. Characters. */
const HUGE = 1_048_576;
/** After so many tags others may have their turn. */
const PAUSE_AFTER = 500;
/** What stands before the entries, and after them: the name of the feed and the like. Characters, `<`. */
const AROUND = { length: 32_768, tags: 600 };

const NAME = String.raw`(?:[\w.-]{1,40}:)?(?:item|entry)`;
/** Where an entry begins or ends, or something that only looks like markup. */
const BEGINS = new RegExp(String.raw`<!\[CDATA\[|<!--|<${NAME}(?=[\s/>])`, 'gi');
const ENDS = new RegExp(String.raw`<!\[CDATA\[|<!--|</${NAME}(?=[\s>])`, 'gi');
const LONG_TEXT = new RegExp(String.raw`<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|[^<]{${TEXT},}`, 'g');

/**
 * Feeds with some of the entries each, and all that stood around them; together the first thousand. A feed without
 * entries, and what is none, comes as it is. Null when it is too large for that. It may pause at each `yield`.
 */
export function* partsOf(xml: string): Generator<void, string[] | null> {
  const entries = yield* entriesIn(xml);
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return isWithin(xml, AROUND) ? [xml] : null;
  const before = xml.slice(0, first.start);
  const after = xml.slice(Math.max(last.end, endOfTag(xml, xml.lastIndexOf(last.closing))));
  if (!isWithin(before, AROUND) || !isWithin(after, AROUND)) return null;
  const parts: string[][] = [[]];
  let length = 0;
  for (const { start, end } of entries) {
    yield;
    if (end - start > HUGE) continue;
    const entry = end - start > TEXT ? withShortTexts(xml.slice(start, end)) : xml.slice(start, end);
    if (!isWithin(entry, ENTRY)) continue;
    const part = parts.at(-1) ?? [];
    const isFull = part.length === PART.entries || (part.length > 0 && length + entry.length > PART.length);
    length = isFull ? entry.length : length + entry.length;
    if (isFull) parts.push([entry]);
    else part.push(entry);
  }
  return parts.map((part) => `${before}${part.join('')}${after}`);
}

interface Place {
  start: number;
  end: number;
  /** `</item` */
  closing: string;
}

function* entriesIn(xml: string): Generator<void, Place[]> {
  const found: Place[] = [];
  for (let at = 0; found.length < MOST_ENTRIES; ) {
    yield;
    const begin = yield* next(xml, BEGINS, at);
    if (!begin) break;
    at = endOfTag(xml, begin.at);
    if (xml[at - 2] === '/') continue;
    const closed = yield* next(xml, ENDS, at);
    if (!closed) break;
    at = endOfTag(xml, closed.at);
    found.push({ start: begin.at, end: at, closing: closed.tag });
  }
  return found;
}

/** The next such tag that is not within a comment or CDATA. */
function* next(xml: string, tags: RegExp, from: number): Generator<void, { at: number; tag: string } | null> {
  let at = from;
  for (let steps = 1; ; steps++) {
    if (steps % PAUSE_AFTER === 0) yield;
    // Set anew each time: another feed may have been read in a pause.
    tags.lastIndex = at;
    const found = tags.exec(xml);
    if (!found) return null;
    const [tag] = found;
    if (!tag.startsWith('<!')) return { at: found.index, tag };
    const end = tag === '<!--' ? '-->' : ']]>';
    const ended = xml.indexOf(end, tags.lastIndex);
    if (ended === -1) return null;
    at = ended + end.length;
  }
}

/** Behind the `>` of the tag that begins there. */
function endOfTag(xml: string, at: number): number {
  const end = xml.indexOf('>', at);
  return end === -1 ? xml.length : end + 1;
}

/** A picture in the text of an entry makes it a megabyte long. */
function withShortTexts(entry: string): string {
  return entry.replace(LONG_TEXT, (text) => {
    if (text.startsWith('<!--')) return '';
    if (text.startsWith('<!')) return text.length > TEXT ? `${text.slice(0, TEXT)}]]>` : text;
    return text.slice(0, TEXT).replace(/&[^;]{0,10}$/, '');
  });
}

function isWithin(xml: string, most: { length: number; tags: number }): boolean {
  if (xml.length > most.length) return false;
  let tags = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at + 1)) tags++;
  return tags <= most.tags;
}
