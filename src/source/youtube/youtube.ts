import { after, minutes } from '../../words/time.ts';
import { refusedBy } from '../pull/refused-by.ts';
import { jsonOf } from '../pull/turn.ts';
import { readEach } from '../push/body.ts';
import { type Ask, Refused, type SourceKind } from '../source.ts';
import { inside, listInside } from '../values/inside.ts';
import { youtubeMention } from './comment.ts';
import { NotThere, refusedByYoutube, WRONG_KEY } from './error.ts';

const ADDRESS = 'https://www.googleapis.com/youtube/v3/commentThreads';
/** The most that YouTube gives at once. */
const PAGE = 100;
/** In one pull, of one video or channel. Each costs one unit of the quota. */
const MOST_PAGES = 20;
const MOST_VIDEOS = 20;
/** Before the first pull. Minutes. */
const LOOK_BACK = 24 * 60;
/** Comments may appear a little later than the ones after them. Minutes. */
const OVERLAP = 10;

/** Up to when the comments of each video or channel have been heard. ISO. */
type Cursor = Record<string, string>;

interface Target {
  id: string;
  parameter: 'videoId' | 'allThreadsRelatedToChannelId';
}

async function pull(ask: Ask): Promise<void> {
  const { source, cursor, now, signal } = ask;
  const targets = targetsOf(source.settings);
  if (targets.length === 0) throw new Refused('Neither a channel nor a video is given.');
  const earliest = after(now(), -minutes(LOOK_BACK)).toISOString();
  const place: Cursor = Object.fromEntries(targets.map(({ id }) => [id, untilOf(cursor, id) ?? earliest]));
  const refusals: string[] = [];
  for (const target of targets) {
    if (signal.aborted) return;
    try {
      await pullOne(target, place, ask);
    } catch (error) {
      // One video that is gone must not silence the others.
      if (!(error instanceof NotThere)) throw error;
      refusals.push(error.message);
    }
  }
  if (refusals.length > 0) throw new Refused(refusals.join(' '));
}

/** The newest first, until what has been heard. Only then its place moves on: a pull that breaks off leaves no gap. */
async function pullOne({ id, parameter }: Target, place: Cursor, ask: Ask): Promise<void> {
  const { source, now, signal, keep } = ask;
  let newest = place[id] ?? '';
  const heardUntil = after(new Date(newest), -minutes(OVERLAP)).toISOString();
  let page: string | null = null;
  for (let left = MOST_PAGES - 1; left >= 0; left--) {
    const answer = await threadsOf({ [parameter]: id, ...(page === null ? {} : { pageToken: page }) }, id, ask);
    if (signal.aborted) return;
    const threads = listInside(answer, 'items');
    const fresh = threads.filter((thread) => publishedOf(thread) > heardUntil);
    newest = fresh.map(publishedOf).reduce((a, b) => (a > b ? a : b), newest);
    const token = inside(answer, 'nextPageToken');
    const isMore = typeof token === 'string' && token !== '' && threads.length > 0 && fresh.length === threads.length;
    page = isMore ? token : null;
    if (page === null || left === 0) place[id] = newest;
    const read = await readEach(fresh.reverse(), (thread) => youtubeMention(thread, source.name, now()));
    await keep(read, { ...place });
    if (page === null) return;
  }
}

async function threadsOf(parameters: Record<string, string>, target: string, ask: Ask): Promise<unknown> {
  const { source, fetch, now, signal } = ask;
  const url = new URL(ADDRESS);
  const fixed = { part: 'snippet', order: 'time', textFormat: 'html', maxResults: String(PAGE) };
  for (const [name, value] of Object.entries({ ...fixed, ...parameters })) url.searchParams.set(name, value);
  // The key in the head, not in the address: addresses end up in logs.
  const response = await fetch(url.href, { headers: { 'x-goog-api-key': source.secrets.key ?? '' }, signal });
  if (response.status !== 200) {
    const reason = refusedByYoutube(await jsonOf(response.clone(), signal), target, now());
    throw reason ?? (await refusedBy(response, 'YouTube', WRONG_KEY, now()));
  }
  const answer = await jsonOf(response, signal);
  if (answer === null && !signal.aborted) throw new Error('YouTube did not answer with JSON.');
  return answer;
}

/** ISO; empty when it says nothing. */
function publishedOf(thread: unknown): string {
  const at = inside(thread, 'snippet', 'topLevelComment', 'snippet', 'publishedAt');
  const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}

function untilOf(cursor: unknown, id: string): string | null {
  const until = inside(cursor, id);
  return typeof until === 'string' && !Number.isNaN(Date.parse(until)) ? until : null;
}

function targetsOf({ videos = '', channel = '' }: Readonly<Record<string, string>>): Target[] {
  const ofVideos = [...new Set(listed(videos))].map((id) => ({ id, parameter: 'videoId' as const }));
  return channel ? [{ id: channel, parameter: 'allThreadsRelatedToChannelId' }, ...ofVideos] : ofVideos;
}

function listed(ids: string): string[] {
  return ids.split(/[\s,]+/).filter(Boolean);
}

/** Comments on videos, asked for with an API key. */
export const YOUTUBE: SourceKind = {
  kind: 'youtube',
  title: 'YouTube comments',
  guide: {
    hears: 'Comments on all videos of a channel, and on single videos of anybody.',
    needs: ['A project in Google Cloud with the YouTube Data API v3 switched on, and an API key. Both are free.'],
    steps: [
      'In console.cloud.google.com choose or make a project, open "APIs & Services", "Library", and switch on "YouTube Data API v3".',
      'Under "Credentials" choose "Create credentials", "API key", and restrict the key to the YouTube Data API v3.',
      'Find the ID of your channel in youtube.com/account_advanced. It begins with UC.',
      'Add a source of this kind with the key and the channel, or the videos, or both.',
    ],
    limits: [
      'Comments are heard, answers to comments are not. How many answers a comment has is counted as engagement.',
      'Comments of the channel itself are left out.',
      `Every look costs one unit for the channel and one for each video, of 10,000 a day. At most ${MOST_VIDEOS} videos.`,
      'When the quota is used up, it goes on at midnight in California.',
      'When it is added, comments of the last 24 hours are taken. Comments that wait for review are heard when they appear within minutes.',
      'Of more than 2,000 new comments between two looks the oldest are missed.',
    ],
    builtTo:
      'developers.google.com/youtube/v3/docs/commentThreads/list and …/docs/errors; cloud.google.com/docs/authentication/api-keys-use.',
  },
  fields: [
    { name: 'key', label: 'API key', hint: 'From "Credentials" in Google Cloud.', secret: 'given' },
    {
      name: 'channel',
      label: 'Channel ID',
      hint: 'It begins with UC. Comments on all its videos are heard.',
      optional: true,
      wrong: (value) =>
        /^UC[\w-]{22}$/.test(value) ? null : 'A channel ID begins with UC and has 24 characters: it is not the @name.',
    },
    {
      name: 'videos',
      label: 'Video IDs',
      hint: 'What follows "v=" in the address of a video. Several with commas between them.',
      optional: true,
      wrong: (value) => {
        if (listed(value).length > MOST_VIDEOS) return `At most ${MOST_VIDEOS} videos in one source.`;
        return listed(value).every((id) => /^[\w-]{11}$/.test(id))
          ? null
          : 'A video ID has 11 letters, digits, - and _.';
      },
    },
    {
      name: 'every',
      label: 'Look for comments',
      hint: 'How often YouTube is asked.',
      choices: { 5: 'Every 5 minutes', 15: 'Every 15 minutes', 60: 'Every hour' },
    },
  ],
  pull: { every: ({ settings }) => minutes(Number(settings.every) || 5), pull },
  again: (item, source, receivedAt) => [youtubeMention(item, source.name, receivedAt)],
};
