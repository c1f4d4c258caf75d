/** Tools and networks that people ask for and that no kind of source is for, with the ways round. */

export interface NotOffered {
  title: string;
  /** Why there is no kind for it, in sentences. */
  why: string;
  /** What to do instead, the best first. Sentences. */
  ways: string[];
  /** JSON to send, with the placeholders of the tool. */
  body?: Record<string, string>;
}

/** Zapier and its like: they take in what the tool gives, and send what the generic webhook reads. */
const AUTOMATION =
  'Let Zapier, Make or n8n pass new items on: a step that sends JSON to a generic webhook, with the header "Authorization: Bearer" and the token.';
const EXPORT = 'Export what was found as CSV and upload it with /incident import. Doing it again is safe.';

/** Source: facts/intake.md, 1.2. */
export const NOT_OFFERED: readonly NotOffered[] = [
  {
    title: 'Reddit',
    why: 'Since November 2025 Reddit gives API access only to those it approves, and it answers 403 to those who ask without.',
    ways: [
      'A listening tool that covers Reddit by an agreement of its own, as a source of its kind: ask yours. Brandwatch gives fewer fields of Reddit posts since January 2026, and Talkwalker does not pass them on.',
      'A Google Alert for "Acme" site:reddit.com, as a source of the kind feed. It lags behind and shows a snippet.',
      'KWatch: let its webhook post to Zapier, Make or n8n, which adds the token of a generic webhook.',
    ],
  },
  {
    title: 'Quora',
    why: 'Quora has no public API.',
    ways: [
      'A Google Alert for "Acme" site:quora.com, as a source of the kind feed.',
      'KWatch: let its webhook post to Zapier, Make or n8n, which adds the token of a generic webhook.',
    ],
  },
  {
    title: 'BuzzSumo',
    why: 'Its alerts are made for people. We found no description of a webhook that sends them as data.',
    ways: [AUTOMATION, EXPORT],
  },
  {
    title: 'Social Mention',
    why: 'It seems to be gone: we found old articles about it, but neither a page nor an API.',
    ways: ['Google Alerts as a source of the kind feed, for the web.', 'Bluesky and Mastodon, for what they cover.'],
  },
  {
    title: 'Sprout Social',
    why: 'It has no webhooks. Its API can be asked on the Advanced and Enterprise plans.',
    ways: [
      EXPORT,
      'A script of yours that asks POST /v1/{customer}/messages and posts what is new to a generic webhook, with the id of each message as "id".',
    ],
  },
  {
    title: 'Hootsuite',
    why: 'Its webhooks tell of your own outgoing posts, and by their ids alone.',
    ways: [EXPORT, AUTOMATION],
  },
  {
    title: 'Sprinklr',
    why: 'It has webhooks, but publishes no signature for them, nor how it verifies an address.',
    ways: [
      'Let its webhook call Zapier, Make or n8n, and pass on from there to a generic webhook: the text, the link, the author and the id of the case.',
      EXPORT,
    ],
  },
  { title: 'Emplifi', why: 'We found no description of a webhook.', ways: [EXPORT, AUTOMATION] },
  {
    title: 'Zendesk',
    why: 'It needs no kind of its own: the body of a trigger can be written by hand.',
    ways: [
      'Add a generic webhook. In Zendesk make a webhook that is connected to a trigger or automation: its address as the endpoint, POST, JSON, and its token as bearer token.',
      'In the trigger choose "Notify active webhook" and give the body below. Look the placeholders up in your Zendesk, for they differ with plans.',
    ],
    body: {
      id: '{{ticket.id}}',
      url: '{{ticket.link}}',
      network: 'ticket',
      title: '{{ticket.title}}',
      text: '{{ticket.description}}',
      author: '{{ticket.requester.name}}',
    },
  },
  {
    title: 'Intercom',
    why: 'It signs its webhooks in its own way, and the body cannot be written by hand.',
    ways: [
      'Let its webhook for conversation.user.created call Zapier, Make or n8n, and pass on to a generic webhook: data.item.id as "id", data.item.source.body as "html", data.item.source.author.name as "author", and "ticket" as "network".',
    ],
  },
];
