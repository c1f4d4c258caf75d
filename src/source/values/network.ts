import type { Network } from '../../words/judgement.ts';
import { unwrap } from './canonical-url.ts';

/** The names a network goes by in listening tools, and the hosts of its posts. `yelp.*` stands for all countries. */
const SIGNS: { network: Network; names: string[]; hosts: string[] }[] = [
  {
    network: 'x',
    names: ['x', 'twitter', 'tweet', 'x twitter', 'x formerly twitter'],
    hosts: ['x.com', 'twitter.com'],
  },
  { network: 'facebook', names: ['facebook', 'fb', 'facebook page'], hosts: ['facebook.com', 'fb.com', 'fb.watch'] },
  { network: 'instagram', names: ['instagram', 'ig', 'insta'], hosts: ['instagram.com', 'instagr.am'] },
  { network: 'tiktok', names: ['tiktok', 'tik tok'], hosts: ['tiktok.com'] },
  { network: 'youtube', names: ['youtube', 'yt'], hosts: ['youtube.com', 'youtu.be'] },
  { network: 'linkedin', names: ['linkedin', 'linked in'], hosts: ['linkedin.com', 'lnkd.in'] },
  { network: 'reddit', names: ['reddit', 'subreddit'], hosts: ['reddit.com', 'redd.it'] },
  { network: 'bluesky', names: ['bluesky', 'bsky'], hosts: ['bsky.app'] },
  { network: 'mastodon', names: ['mastodon', 'fediverse'], hosts: [] },
  { network: 'quora', names: ['quora'], hosts: ['quora.com'] },
  {
    network: 'review',
    names: [
      ...['review', 'reviews', 'review site', 'trustpilot', 'g2', 'yelp', 'capterra', 'tripadvisor', 'glassdoor'],
      ...['app store', 'appstore', 'apple app store', 'google play', 'play store', 'google review', 'google reviews'],
      ...['google maps', 'google business'],
    ],
    hosts: [
      ...['trustpilot.*', 'g2.com', 'yelp.*', 'capterra.*', 'tripadvisor.*', 'glassdoor.*', 'apps.apple.com'],
      ...['itunes.apple.com', 'play.google.com', 'maps.google.*', 'google.*/maps', 'maps.app.goo.gl', 'g.page'],
    ],
  },
  { network: 'news', names: ['news', 'online news', 'newspaper', 'press', 'magazine', 'article'], hosts: [] },
  { network: 'blog', names: ['blog', 'blogs', 'wordpress', 'substack', 'tumblr'], hosts: [] },
  { network: 'forum', names: ['forum', 'forums', 'board', 'message board'], hosts: [] },
  { network: 'ticket', names: ['ticket', 'support ticket', 'zendesk', 'intercom', 'freshdesk'], hosts: [] },
];

const BY_NAME = new Map(SIGNS.flatMap(({ network, names }) => names.map((name) => [name, network] as const)));
const BY_HOST = SIGNS.flatMap(({ network, hosts }) => hosts.map((host) => ({ network, place: placePattern(host) })));
/** `/@jane/115594444444444444` and `/users/jane/statuses/…`: Mastodon looks the same on every server. */
const MASTODON_PATH = /^\/(@[\w.-]+(@[\w.-]+)?|users\/[\w.-]+\/statuses)\/\d{15,20}\/?$/;

/** The network a listening tool named: `Twitter`, `facebook_page`, `reddit.com`. Null when we do not know the name. */
export function namedNetwork(value: unknown): Network | null {
  if (typeof value !== 'string' || value.length > 100) return null;
  const name = value.trim().toLowerCase();
  const plain = name
    .replace(/[^a-z\d]+/g, ' ')
    .trim()
    .replace(/^www /, '')
    .replace(/ com$/, '');
  return BY_NAME.get(plain) ?? null;
}

/** The network a link leads to; `other` when its host says nothing. News and blogs have any host. */
export function networkOfUrl(link: string): Network {
  const url = unwrap(link);
  if (!url) return 'other';
  const place = `${url.hostname}${url.pathname}`;
  const known = BY_HOST.find((sign) => sign.place.test(place));
  return known?.network ?? (MASTODON_PATH.test(url.pathname) ? 'mastodon' : 'other');
}

/** Matches the host itself and those below it, never one that merely ends or starts alike. */
function placePattern(place: string): RegExp {
  const anyCountry = place.replaceAll('.', '\\.').replace('\\.*', String.raw`\.((com|co)\.)?[a-z]{2,3}`);
  return new RegExp(`^([a-z\\d-]+\\.)*${anyCountry}(/|$)`);
}
