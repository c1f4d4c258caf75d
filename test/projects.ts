/** Which files run in which project. One that is named nowhere is pure. */

/** The product over HTTP, and what else listens or is a process of its own. */
export const JOURNEY = [
  'test/{browser,journey,sandbox}/*.test.ts',
  'test/{http-server,manifests,sandbox-mode}.test.ts',
  'test/intake/{bluesky,brandwatch,csv-http,feed,fuzz,hostile,http,linear,mastodon,mention-com}.test.ts',
  'test/intake/{meta,safe-fetch,signatures,talkwalker,trustpilot,youtube}.test.ts',
  'test/slack/{download,from-slack}.test.ts',
];

/** One room on a real database. */
export const DATABASE = [
  'test/{db,delivery}/*.test.ts',
  'test/{log,ticker,watched-work}.test.ts',
  'test/intake/{desk,puller,secret-key}.test.ts',
  'test/slack/{link,storm-reminder}.test.ts',
];
