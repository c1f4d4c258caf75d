import { after, minutes } from '../../words/time.ts';
import { refusedBy } from '../pull/refused-by.ts';
import { jsonOf } from '../pull/turn.ts';
import { readEach } from '../push/body.ts';
import { type Ask, type SourceKind, Wait } from '../source.ts';
import { inside, listInside } from '../values/inside.ts';
import { brandwatchMention } from './mention.ts';

const SERVER = 'https://api.brandwatch.com';
/** Brandwatch gives up to 5,000; fewer fit into our limit for one answer. */
const PAGE = 500;
/** For all users of an account together. Source: developers.brandwatch.com, "Rate limiting". */
const BUDGET = { calls: 30, within: minutes(10) };
/** Before the first pull. Minutes. */
const LOOK_BACK = 24 * 60;
/** Mentions are not found in the order in which they are added. Minutes. */
const OVERLAP = 10;
/** What was said longer ago and is only found now is left alone. Minutes. */
const OLDEST = 7 * 24 * 60;

/** Times are ISO. */
interface Cursor {
  /** Everything that was added until then has been heard. */
  heardUntil: string;
  /** A window of which not all pages have been read: the budget was used up in between. */
  open: { startDate: string; endDate: string; newest: string; next: string } | null;
  /** When we called, in the last ten minutes. */
  calls: string[];
}

/** The newest first, page by page, until what has been heard. Only then the place moves on. */
async function pull(ask: Ask): Promise<void> {
  const { source, now, signal, keep } = ask;
  const cursor = cursorOf(ask.cursor, now());
  const stopAt = Date.parse(cursor.heardUntil) - minutes(OVERLAP);
  let window = cursor.open ?? {
    startDate: after(now(), -minutes(OLDEST)).toISOString(),
    // A mention dated by a clock that runs ahead is found as well.
    endDate: after(now(), minutes(24 * 60)).toISOString(),
    newest: cursor.heardUntil,
    next: '',
  };
  let { calls } = cursor;
  for (;;) {
    calls = withinBudget(calls, now());
    const answer = await mentionsOf(window, ask).catch(async (error) => {
      // A page that is not there any more, perhaps: the next pull begins with a window of its own.
      if (window.next && !(error instanceof Wait)) await keep({ heard: [], rejected: [] }, { ...cursor, open: null });
      throw error;
    });
    calls = [...calls, now().toISOString()];
    if (signal.aborted) return;
    const results = listInside(answer, 'results');
    const fresh = results.filter((item) => (addedAt(item) ?? Number.POSITIVE_INFINITY) > stopAt);
    const newest = Math.max(Date.parse(window.newest), ...fresh.map((item) => addedAt(item) ?? 0));
    const next = inside(answer, 'nextCursor');
    const isLast = typeof next !== 'string' || next === '' || results.length === 0 || fresh.length < results.length;
    window = { ...window, newest: new Date(newest).toISOString(), next: isLast ? '' : String(next) };
    const read = await readEach(fresh.reverse(), (item) => brandwatchMention(item, source.name, now()));
    const heardUntil = isLast ? window.newest : cursor.heardUntil;
    await keep(read, { heardUntil, open: isLast ? null : window, calls } satisfies Cursor);
    if (isLast || signal.aborted) return;
  }
}

/** The calls of the last ten minutes. Throws `Wait` when one more would be too many. */
function withinBudget(calls: string[], now: Date): string[] {
  // Of either sign: calls of a time to come were made before the clock was set back.
  const recent = calls.filter((at) => Math.abs(Date.parse(at) - now.getTime()) < BUDGET.within);
  const first = recent[recent.length - BUDGET.calls];
  if (first === undefined) return recent;
  throw new Wait(after(new Date(first), BUDGET.within), 'Brandwatch allows 30 calls in 10 minutes. They are used up.');
}

async function mentionsOf(window: NonNullable<Cursor['open']>, ask: Ask): Promise<unknown> {
  const { source, fetch, now, signal } = ask;
  const { project = '', queries = '' } = source.settings;
  const url = new URL(`/projects/${encodeURIComponent(project)}/data/mentions`, SERVER);
  for (const id of listed(queries)) url.searchParams.append('queryId', id);
  const { startDate, endDate, next } = window;
  const dates = { startDate: written(startDate), endDate: written(endDate) };
  const fixed = { ...dates, orderBy: 'added', orderDirection: 'desc', pageSize: String(PAGE) };
  for (const [name, value] of Object.entries(fixed)) url.searchParams.set(name, value);
  if (next) url.searchParams.set('cursor', next);
  const response = await fetch(url.href, {
    headers: { authorization: `Bearer ${source.secrets.token ?? ''}` },
    signal,
  });
  if (response.status !== 200) {
    const why = 'Brandwatch does not accept the access token, or it may not read this project. Tokens last for a year.';
    throw await refusedBy(response, 'Brandwatch', why, now());
  }
  const answer = await jsonOf(response, signal);
  if (answer === null && !signal.aborted) throw new Error('Brandwatch did not answer with JSON.');
  return answer;
}

/** With the zone as Brandwatch writes it. */
function written(iso: string): string {
  return iso.replace(/Z$/, '+0000');
}

/** When Brandwatch found it. */
function addedAt(item: unknown): number | null {
  const added = inside(item, 'added');
  const time = typeof added === 'string' ? Date.parse(added) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function cursorOf(value: unknown, now: Date): Cursor {
  const text = (...path: string[]) => {
    const found = inside(value, ...path);
    return typeof found === 'string' ? found : null;
  };
  const calls = listInside(value, 'calls').filter((at) => typeof at === 'string');
  const heardUntil = text('heardUntil') ?? after(now, -minutes(LOOK_BACK)).toISOString();
  const [startDate, endDate] = [text('open', 'startDate'), text('open', 'endDate')];
  const [newest, next] = [text('open', 'newest'), text('open', 'next')];
  const open = startDate && endDate && newest && next ? { startDate, endDate, newest, next } : null;
  return { heardUntil, open, calls };
}

function listed(ids: string): string[] {
  return [...new Set(ids.split(/[\s,]+/).filter(Boolean))];
}

/** What queries of Brandwatch Consumer Research find. It sends nothing by itself, so it is asked. */
export const BRANDWATCH: SourceKind = {
  kind: 'brandwatch',
  title: 'Brandwatch',
  guide: {
    hears: 'What your queries in Brandwatch Consumer Research find.',
    needs: ['Brandwatch Consumer Research with API access.', 'A user of the API, and its access token.'],
    steps: [
      'Ask Brandwatch for an API user, and get its access token as "Authenticating" describes. It is valid for a year.',
      'Note the ID of the project and of the queries. They stand in the address of the query in Consumer Research.',
      'Add a source of this kind with the token, the project and the queries.',
    ],
    limits: [
      'X posts come without text, author and time, as X demands it. The card says so and links to the post.',
      'Of other posts a snippet comes, not the whole text.',
      'Brandwatch allows 30 calls in 10 minutes for the whole account. Firebreak keeps to it and shares it with your other tools.',
      'When it is added, what was found in the last 24 hours is taken. Mentions that are older than a week when they are found are left out.',
      'What two queries find counts twice, in one story.',
    ],
    builtTo:
      'developers.brandwatch.com: "Retrieving mentions", "Polling for new mentions", "Paging through historical mentions", "Rate limiting".',
  },
  fields: [
    { name: 'token', label: 'Access token', hint: 'Of an API user of your Brandwatch account.', secret: 'given' },
    { name: 'project', label: 'Project ID', hint: 'A number, for instance 1998232810.', wrong: wrongId },
    {
      name: 'queries',
      label: 'Query IDs',
      hint: 'Numbers, with commas between them.',
      wrong: (value) =>
        listed(value)
          .map(wrongId)
          .find((why) => why !== null) ?? null,
    },
    {
      name: 'every',
      label: 'Look for mentions',
      hint: 'How often Brandwatch is asked.',
      choices: { 2: 'Every 2 minutes', 5: 'Every 5 minutes', 15: 'Every 15 minutes' },
    },
  ],
  pull: { every: ({ settings }) => minutes(Number(settings.every) || 2), pull },
  again: (item, source, receivedAt) => [brandwatchMention(item, source.name, receivedAt)],
};

function wrongId(value: string): string | null {
  return /^\d{1,15}$/.test(value) ? null : 'An ID of Brandwatch is a number.';
}
