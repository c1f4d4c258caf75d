import { minutes } from '../../words/time.ts';
import { type Chunk, jsonChunks } from '../pull/json-chunks.ts';
import { bytesOf, jsonOf } from '../pull/turn.ts';
import { readEach } from '../push/body.ts';
import type { Ask, OpenSource, Read, SourceKind } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { refusedByTalkwalker } from './error.ts';
import { NOT_UNDERSTOOD, talkwalkerMention } from './mention.ts';

const SERVER = 'https://api.talkwalker.com';
/** Results are stored at least this often, also where no control chunk comes. */
const MOST_UNSTORED = 200;
/** What was found earlier than this before the first pull is left alone: a collector holds seven days. Hours. */
const LOOK_BACK = 24;

/** Where to go on: after this offset, leaving out what was indexed before. */
interface Cursor {
  offset: string;
  /** ISO. */
  notBefore: string;
}

async function pull({ source, cursor, fetch, now, signal, keep }: Ask): Promise<void> {
  let place = cursorOf(cursor) ?? {
    offset: 'earliest',
    notBefore: new Date(now().getTime() - minutes(60 * LOOK_BACK)).toISOString(),
  };
  const response = await fetch(addressOf(source, place.offset), { signal });
  if (response.status !== 200) throw refusedByTalkwalker(response.status, await jsonOf(response, signal), now());

  let waiting: unknown[] = [];
  /** Results first, then the offset behind them: what is lost between is asked for again. */
  async function store(offset = place.offset): Promise<void> {
    place = { ...place, offset };
    const read: Read = await readEach(waiting, (item) => talkwalkerMention(item, source.name, now(), place.notBefore));
    waiting = [];
    await keep(read, place);
  }

  const chunks = jsonChunks();
  for await (const bytes of bytesOf(response, signal)) {
    for (const chunk of await chunks(bytes)) {
      const { type, content } = open(chunk);
      if (type === 'CT_ERROR') {
        if (waiting.length > 0) await store();
        throw refusedByTalkwalker(null, content, now());
      }
      const offset =
        type === 'CT_CONTROL' ? fieldsOf(fieldsOf(content)?.get('chunkcontrol'))?.get('resumeoffset') : null;
      if (typeof offset === 'string' && offset !== '') {
        if (offset !== place.offset || waiting.length > 0) await store(offset);
      } else if (type !== 'CT_CONTROL') waiting.push(content);
      if (waiting.length >= MOST_UNSTORED) await store();
    }
  }
  if (waiting.length > 0) await store();
}

/** Control and errors are told apart here; whatever else it is, the mapping says. */
function open(chunk: Chunk): { type: unknown; content: unknown } {
  if ('why' in chunk) return { type: null, content: { [NOT_UNDERSTOOD]: chunk.why } };
  return { type: fieldsOf(chunk.value)?.get('chunktype'), content: chunk.value };
}

function cursorOf(value: unknown): Cursor | null {
  const fields = fieldsOf(value);
  const [offset, notBefore] = [fields?.get('offset'), fields?.get('notbefore')];
  return typeof offset === 'string' && typeof notBefore === 'string' ? { offset, notBefore } : null;
}

/** The token is in the address, for Talkwalker knows no other place. So the address is never logged or shown. */
function addressOf({ settings, secrets }: OpenSource, offset: string): string {
  const url = new URL(`/api/v3/stream/c/${encodeURIComponent(settings.collector ?? '')}/results`, SERVER);
  url.searchParams.set('access_token', secrets.accessToken ?? '');
  url.searchParams.set('resume_offset', offset);
  url.searchParams.set('end_behaviour', 'stop');
  return url.href;
}

/** A collector of Talkwalker, read as a queue: to its end, then again half a minute later. */
export const TALKWALKER: SourceKind = {
  kind: 'talkwalker',
  title: 'Talkwalker',
  guide: {
    hears:
      'What a collector of your Talkwalker account gathers: blogs, news, forums, reviews, and references to X posts.',
    needs: [
      'A Talkwalker plan with API access.',
      'An access token with the right "read_write". Talkwalker support issues it.',
      'A collector. It takes in a project, topics or queries, and is made once by an API call.',
    ],
    steps: [
      'Make a collector for your project, as Talkwalker describes under "Use the Streaming API".',
      'Note its ID and the access token.',
      'Add a source of the kind Talkwalker and give both.',
    ],
    limits: [
      'X posts come as ids alone, without text and author, as X demands it. The card says so and links to the post.',
      'Facebook, Instagram, LinkedIn and Reddit are not passed on through this API.',
      'News articles come shortened.',
      'Every result costs a credit, once, even when nobody reads the collector.',
      'When a collector is added, results of the last 24 hours are taken. Later it goes on where it stopped; Talkwalker holds 7 days.',
    ],
    builtTo:
      'developer.talkwalker.com: Streaming API v3, "How to read the collector", "Error codes", "API restrictions". The body of an in-band error is not documented.',
  },
  fields: [
    {
      name: 'collector',
      label: 'Collector ID',
      hint: 'The ID that the collector was made with, for instance "acme-collector".',
      wrong: (value) =>
        /^[a-z][a-z\d_-]*$/.test(value)
          ? null
          : 'A collector ID has lower-case letters, digits, "-" and "_", and starts with a letter.',
    },
    { name: 'accessToken', label: 'Access token', hint: 'From your API application in Talkwalker.', secret: 'given' },
  ],
  // Five calls a minute are allowed for each endpoint.
  pull: { every: () => minutes(0.5), turn: minutes(10), pull },
  again: (item, source, receivedAt) => [talkwalkerMention(item, source.name, receivedAt)],
};
