import { readJson } from '../push/body.ts';
import { refuseUnsigned, type Scheme, signed } from '../push/signature.ts';
import type { OpenSource, PlainAnswer, PushRequest, SourceKind } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { inside } from '../values/inside.ts';
import { mapXEvent } from './event.ts';

const SCHEME: Scheme = {
  header: 'x-twitter-webhooks-signature',
  prefix: 'sha256=',
  algorithm: 'sha256',
  encoding: 'base64',
};
/** One event, a list of events, or one delivery holding a list. Null: it is no delivery. */
function eventsOf(body: unknown): unknown[] | null {
  const deliveries = Array.isArray(body) ? body : [body];
  if (!deliveries.every((delivery) => fieldsOf(delivery)?.has('data'))) return null;
  return deliveries.flatMap((delivery) => inside(delivery, 'data'));
}

/**
 * The challenge by which X checks that the secret is known here; it comes at any time and is always answered. It signs
 * what a stranger chose, with the very key that signs deliveries: so nothing that could be a delivery is ever signed.
 */
function challenge({ method, query }: PushRequest, { secrets }: OpenSource): PlainAnswer | null {
  const token = query.get('crc_token');
  if (method !== 'GET' || token === null) return null;
  if (!secrets.consumerSecret || !/^[^{}[\]"]{1,500}$/.test(token)) {
    return { status: 400, type: 'text/plain', body: 'This is not a challenge of X.' };
  }
  const body = JSON.stringify({ response_token: signed(SCHEME, secrets.consumerSecret, token) });
  return { status: 200, type: 'application/json', body };
}

/** Mentions, replies and quotes of our handle on X, pushed by its Activity API. */
export const X_ACTIVITY: SourceKind = {
  kind: 'x',
  title: 'X (Activity API)',
  guide: {
    hears: 'Posts on X that mention your account, answer it or quote it, and the answers that your account gives.',
    needs: [
      'A developer account at X with a plan that includes the Activity API.',
      'Your own account must have authorised the developer app: mentions are a private event.',
      'Firebreak must be reachable from the internet over HTTPS.',
    ],
    steps: [
      "Copy the app's API key secret (the consumer secret) from the developer console into the form.",
      'Register {address} as a webhook (POST /2/webhooks). X sends a challenge at once, and Firebreak answers it.',
      'Subscribe your account (POST /2/activity/subscriptions) to post.mention.create, post.reply.create and post.quote.create.',
      'Subscribe it to post.create as well: this is how answers of your own account are seen.',
      'Give each subscription a tag. It is shown on the card as the search that found the post.',
    ],
    limits: [
      'It hears posts about your account only. Words without your handle need a listening tool.',
      'X does not tell when somebody else deletes a post. Deletions by your own account are heard with post.delete.',
      'Posts of protected accounts are left out: a channel is not where their author put them.',
    ],
    builtTo: 'docs.x.com: X API, Webhooks, and Activity API, event payloads',
  },
  fields: [
    {
      name: 'consumerSecret',
      label: 'API key secret',
      hint: 'Also called the consumer secret: in the X developer console, under Keys and tokens of the app.',
      secret: 'given',
    },
  ],
  push: {
    always200: true,
    handshake: challenge,
    refuse: (raw, { headers }, { secrets }) =>
      refuseUnsigned(SCHEME, 'API key secret', secrets.consumerSecret, raw, headers),
    read: (raw, _request, { name }, receivedAt) =>
      readJson(raw, eventsOf, 'This is not a delivery of the X Activity API: it has no "data".', (event) =>
        mapXEvent(event, name, receivedAt),
      ),
    sample: ({ secrets }, now) => {
      const id = String(now.getTime());
      const body = JSON.stringify({
        data: {
          event_uuid: id,
          filter: { user_id: '1' },
          event_type: 'post.mention.create',
          tag: 'test',
          payload: {
            id,
            author_id: '2',
            text: 'This is a test mention from Firebreak itself. Nothing happened.',
            created_at: now.toISOString(),
          },
          includes: { users: [{ id: '2', name: 'Firebreak test', username: 'firebreak_test' }] },
        },
      });
      const signature = signed(SCHEME, secrets.consumerSecret ?? '', body);
      return { headers: { [SCHEME.header]: signature, 'content-type': 'application/json' }, body };
    },
  },
  again: (item, { name }, receivedAt) => [mapXEvent(item, name, receivedAt)],
};
