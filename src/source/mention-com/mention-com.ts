import { after, minutes } from '../../words/time.ts';
import { jsonChunks } from '../pull/json-chunks.ts';
import { refusedBy } from '../pull/refused-by.ts';
import { bytesOf, jsonOf } from '../pull/turn.ts';
import { readEach } from '../push/body.ts';
import { type Ask, type OpenSource, Refused, type SourceKind } from '../source.ts';
import { inside, listInside } from '../values/inside.ts';
import { mentionComHeard } from './mention.ts';

const SERVER = 'https://api.mention.net/api';
const STREAM = 'https://stream.mention.net/api';
/** The most that Mention gives at once. */
const PAGE = 1_000;
/** In one pull, of one alert. */
const MOST_PAGES = 5;
/** Before the first pull. Minutes. */
const LOOK_BACK = 24 * 60;

/** The last mention of each alert, by the order in which they were found. */
type Cursor = Record<string, string>;

async function pull(ask: Ask): Promise<void> {
  const place = cursorOf(ask.cursor);
  const isStreamed = ask.source.settings.mode === 'stream';
  for (const alert of listed(ask.source.settings.alerts ?? '')) {
    // A stream begins with what is found from now on, so what was found before is asked for.
    if (!isStreamed || place[alert] === undefined) await poll(alert, place, ask);
    if (ask.signal.aborted) return;
  }
  if (isStreamed) await stream(place, ask);
}

/** What was found since the last mention; at first, what was published in the last day. */
async function poll(alert: string, place: Cursor, ask: Ask): Promise<void> {
  const { source, now, signal, keep } = ask;
  const earliest = after(now(), -minutes(LOOK_BACK)).getTime();
  for (let page = 0; page < MOST_PAGES; page++) {
    const since = place[alert];
    const path = `/accounts/${encodeURIComponent(source.settings.account ?? '')}/alerts/${encodeURIComponent(alert)}/mentions`;
    const parameters = { limit: String(since === undefined ? 100 : PAGE), ...(since ? { since_id: since } : {}) };
    const response = await open(`${SERVER}${path}?${new URLSearchParams(parameters)}`, ask);
    const answer = await jsonOf(response, signal);
    if (signal.aborted) return;
    const found = listInside(answer, 'mentions');
    if (!Array.isArray(inside(answer, 'mentions'))) throw new Error('Mention did not answer with mentions.');
    const fresh = since === undefined ? found.filter((item) => publishedOf(item) >= earliest) : found;
    place[alert] = found.map(idOf).reduce(later, since ?? '0');
    const read = await readEach(fresh, (item) => mentionComHeard(item, source.name, now()));
    await keep(read, { ...place });
    if (since === undefined || found.length < PAGE || place[alert] === since) return;
  }
}

/** Mentions as they are found. Mention allows one stream for each account. */
async function stream(place: Cursor, ask: Ask): Promise<void> {
  const { source, now, signal, keep } = ask;
  const began = { ...place };
  const parameters = new URLSearchParams();
  for (const alert of listed(source.settings.alerts ?? '')) {
    parameters.append('alerts[]', alert);
    if (place[alert] && place[alert] !== '0') parameters.append(`since_id[${alert}]`, place[alert]);
  }
  const path = `/accounts/${encodeURIComponent(source.settings.account ?? '')}/mentions`;
  const response = await open(`${STREAM}${path}?${parameters}`, ask);
  const chunks = jsonChunks();
  for await (const bytes of bytesOf(response, signal)) {
    const lines = (await chunks(bytes)).map((chunk) => ('value' in chunk ? chunk.value : { type: chunk.why }));
    // It keeps the line alive, twice a minute.
    const telling = lines.filter((line) => inside(line, 'type') !== 'mark');
    const mentions = telling.filter((line) => inside(line, 'type') !== 'warning');
    for (const line of mentions) {
      const alert = String(inside(line, 'mention', 'alert_id') ?? '');
      if (place[alert] !== undefined) place[alert] = later(place[alert], idOf(inside(line, 'mention')));
    }
    const read = await readEach(mentions, (line) =>
      mentionComHeard(inside(line, 'mention') ?? line, source.name, now()),
    );
    if (mentions.length > 0) await keep(read, { ...place });
    // Of what was found while we were away the stream holds 1,000; the rest is asked for.
    if (telling.length > mentions.length) await catchUp(began, place, ask);
  }
}

/** Everything since the stream began, once more by asking. Hearing it again changes nothing. */
async function catchUp(began: Cursor, place: Cursor, ask: Ask): Promise<void> {
  for (const alert of Object.keys(began)) {
    const missed = { ...place, [alert]: began[alert] ?? '0' };
    await poll(alert, missed, { ...ask, keep: (read) => ask.keep(read, { ...place }) });
  }
}

async function open(url: string, { source, fetch, now, signal }: Ask): Promise<Response> {
  const headers = { authorization: `Bearer ${source.secrets.token ?? ''}`, 'accept-version': '1.19' };
  const response = await fetch(url, { headers: { ...headers, accept: 'application/json' }, signal });
  if (response.status === 200) return response;
  if (response.status === 402) {
    await response.body?.cancel().catch(() => undefined);
    throw new Refused('The quota of the Mention plan is used up.');
  }
  throw await refusedBy(response, 'Mention', 'Mention does not accept the access token for this account.', now());
}

function idOf(item: unknown): string {
  const id = inside(item, 'id');
  return typeof id === 'string' && /^\d{1,30}$/.test(id) ? id : typeof id === 'number' ? String(id) : '0';
}

/** Ids are counted up; as texts `9` would come after `10`. */
function later(a: string, b: string): string {
  return BigInt(b) > BigInt(a) ? b : a;
}

/** Of a time that cannot be read: now. */
function publishedOf(item: unknown): number {
  const time = Date.parse(String(inside(item, 'published_at')));
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

function cursorOf(value: unknown): Cursor {
  if (typeof value !== 'object' || value === null) return {};
  const known = Object.entries(value).filter(([, id]) => typeof id === 'string' && /^\d{1,30}$/.test(id));
  return Object.fromEntries(known);
}

function listed(ids: string): string[] {
  return [...new Set(ids.split(/[\s,]+/).filter(Boolean))];
}

function every({ settings }: OpenSource): number {
  return settings.mode === 'stream' ? minutes(0.1) : minutes(1);
}

/** Mention.com: asked each minute, or one open stream. */
export const MENTION_COM: SourceKind = {
  kind: 'mention-com',
  title: 'Mention.com',
  guide: {
    hears: 'What the alerts of your Mention account find, on the web and in social networks.',
    needs: [
      'A Mention plan with the API, which is an add-on.',
      'An access token: register an application at dev.mention.com; the token stands at the end of its page.',
    ],
    steps: [
      'Open an alert in Mention: its address contains the IDs of the account and of the alert.',
      'Add a source of this kind with the token, the account and the alerts.',
      'Choose "Once a minute" to begin with. Choose "Stream" when nothing else streams from this account.',
    ],
    limits: [
      'Mention passes on the first 250 characters of a post.',
      'Mention allows one stream for each account. A second one is refused.',
      'What Mention put under another mention is heard as well, as a repost of it.',
      'What is in the trash or the spam folder is left out.',
      'When it is added, what was published in the last 24 hours is taken, up to 100 mentions of each alert.',
      'Of more than 5,000 mentions in an alert between two looks the rest comes with the next.',
    ],
    builtTo:
      'dev.mention.com/current: "Fetch mentions", "Stream mention", "Rate limits"; version 1.19. Its help centre: "API access explained".',
  },
  fields: [
    { name: 'token', label: 'Access token', hint: 'Of your application at dev.mention.com.', secret: 'given' },
    {
      name: 'account',
      label: 'Account ID',
      hint: 'From the address of your account in Mention.',
      wrong: (value) => (/^[\w-]{1,80}$/.test(value) ? null : 'An account ID has letters, digits, - and _.'),
    },
    {
      name: 'alerts',
      label: 'Alert IDs',
      hint: 'Numbers, with commas between them.',
      wrong: (value) => (listed(value).every((id) => /^\d{1,15}$/.test(id)) ? null : 'An alert ID is a number.'),
    },
    {
      name: 'mode',
      label: 'How to listen',
      hint: 'A stream is faster by up to a minute.',
      choices: { poll: 'Once a minute', stream: 'Stream' },
    },
  ],
  pull: { every, turn: minutes(10), pull },
  again: (item, source, receivedAt) => mentionComHeard(item, source.name, receivedAt),
};
