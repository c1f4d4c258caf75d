import { describe, expect, test } from 'vitest';
import { canonicalUrl, link } from '../../src/source/values/canonical-url.ts';
import { networkOfUrl } from '../../src/source/values/network.ts';
import { mentionOf } from './mapped.ts';

describe('two links to one post look the same', () => {
  test.each([
    [
      'http://www.Example.com/a/?utm_source=x&fbclid=1&gclid=2&mc_eid=3&igshid=4&si=5&ref=6#top',
      'https://example.com/a',
    ],
    ['https://example.com/a?b=2&a=1', 'https://example.com/a?a=1&b=2'],
    ['https://www.google.com/url?rct=j&url=https://example.com/a%3Fid%3D7&usg=x', 'https://example.com/a?id=7'],
    ['https://www.google.co.uk/url?q=https://example.com/a', 'https://example.com/a'],
    ['https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.com%2Fa%3Ffbclid%3D9&h=x', 'https://example.com/a'],
    ['https://twitter.com/jane/status/12?s=20&t=abc', 'https://x.com/jane/status/12'],
    ['https://m.facebook.com/story.php?id=1', 'https://facebook.com/story.php?id=1'],
    ['https://www.youtube.com/watch?v=abc&si=zzz', 'https://youtube.com/watch?v=abc'],
  ])('%s', (given, canonical) => expect(canonicalUrl(given)).toBe(canonical));

  test('a redirect that leads nowhere we may go stays itself', () => {
    expect(canonicalUrl('https://www.google.com/url?q=javascript:alert(1)')).toMatch(/^https:\/\/google\.com\/url/);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@b.c',
    'ftp://example.com',
    'http://',
    'nonsense',
    '',
  ])('%j is no link', (given) => {
    expect(canonicalUrl(given)).toBeNull();
    expect(link(given)).toBeNull();
  });

  test.each(['http://constructor/', 'https://example.com/%', 'https://example.com/?q=%E0%A4%A', 'https://www./'])(
    '%s does not throw',
    (given) => expect(canonicalUrl(given)).toMatch(/^https:/),
  );

  test('a link that lost its https:// is still one', () => expect(link('example.com/a')).toBe('https://example.com/a'));
  test('a link too long for a Slack button is none', () =>
    expect(link(`https://e.com/${'a'.repeat(3000)}`)).toBeNull());
});

describe('where it was said', () => {
  test.each([
    ['https://x.com/a/status/1', 'x'],
    ['https://mobile.twitter.com/a/status/1', 'x'],
    ['https://fb.watch/abc', 'facebook'],
    ['https://www.instagram.com/p/1', 'instagram'],
    ['https://vm.tiktok.com/1', 'tiktok'],
    ['https://old.reddit.com/r/a', 'reddit'],
    ['https://youtu.be/1', 'youtube'],
    ['https://de.linkedin.com/posts/1', 'linkedin'],
    ['https://www.quora.com/a', 'quora'],
    ['https://bsky.app/profile/a/post/b', 'bluesky'],
    ['https://mastodon.example/@jane/115594444444444444', 'mastodon'],
    ['https://medium.com/@jane/a-post-115594444444', 'other'],
    ['https://uk.trustpilot.com/reviews/1', 'review'],
    ['https://www.g2.com/products/acme', 'review'],
    ['https://www.yelp.co.uk/biz/acme', 'review'],
    ['https://apps.apple.com/gb/app/id1', 'review'],
    ['https://play.google.com/store/apps/details?id=a', 'review'],
    ['https://www.google.de/maps/place/Acme', 'review'],
    ['https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.reddit.com%2Fr%2Fa', 'reddit'],
    ['https://news.example.com/a', 'other'],
    ['https://notx.com/a', 'other'],
    ['https://facebook.com.evil.example/a', 'other'],
  ])('%s: %s', (url, network) => expect(networkOfUrl(url)).toBe(network));

  test.each([
    [{ platform: 'Twitter' }, 'x'],
    [{ network: 'X (formerly Twitter)' }, 'x'],
    [{ source: 'facebook_page' }, 'facebook'],
    [{ channel: 'reddit.com' }, 'reddit'],
    [{ page_type: 'news' }, 'news'],
    [{ pageType: 'Blog' }, 'blog'],
    [{ source: 'Google Play' }, 'review'],
    [{ source: 'zendesk' }, 'ticket'],
    [{ rating: 1 }, 'review'],
    [{ platform: 'constructor' }, 'other'],
    [{ network: 'web', url: 'https://www.tiktok.com/@a/video/1' }, 'tiktok'],
    [{ network: 'news', url: 'https://www.youtube.com/watch?v=1' }, 'news'],
  ])('%j is %s', (fields, network) => expect(mentionOf({ text: 'x', ...fields }).network).toBe(network));
});
