import { isSame } from '../push/bearer.ts';
import { readJson } from '../push/body.ts';
import { refuseUnsigned, type Scheme, signed } from '../push/signature.ts';
import type { Mapped, OpenSource, PlainAnswer, PushRequest, SourceKind } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { inside, listInside } from '../values/inside.ts';
import type { Change } from './change.ts';
import { mapInstagram } from './instagram.ts';
import { mapPageFeed } from './page-feed.ts';

const SCHEME: Scheme = { header: 'x-hub-signature-256', prefix: 'sha256=', algorithm: 'sha256', encoding: 'hex' };

const EXPECTED = 'This is not a delivery of a Meta webhook: it has no "object" and "entry".';

/** A delivery holds entries, each for one account, and they hold up to 1,000 changes together. Null: it is none. */
function changesOf(body: unknown): unknown[] | null {
  const object = inside(body, 'object');
  const entries = inside(body, 'entry');
  if (typeof object !== 'string' || !Array.isArray(entries)) return null;
  return entries.flatMap((entry: unknown) => {
    const account = inside(entry, 'id') ?? null;
    return listInside(entry, 'changes').map((change) => {
      return { object, account, field: inside(change, 'field') ?? null, value: inside(change, 'value') ?? null };
    });
  });
}

function mapChange(item: unknown, source: OpenSource, receivedAt: Date): Mapped {
  const [object, field, value] = ['object', 'field', 'value'].map((name) => inside(item, name));
  const change: Change = { object, account: inside(item, 'account'), field, value };
  if (typeof field !== 'string') return { kind: 'unusable', why: 'The change does not say what it is about.' };
  const isHeard =
    (object === 'page' && (field === 'feed' || field === 'mention')) ||
    (object === 'instagram' && (field === 'comments' || field === 'live_comments' || field === 'mentions'));
  if (!isHeard) return { kind: 'nothing' };
  if (!fieldsOf(value)) return { kind: 'unusable', why: 'The change has no value.' };
  return object === 'page'
    ? mapPageFeed(change, source.name, receivedAt)
    : mapInstagram(change, source.name, source.settings.instagram, receivedAt);
}

/** Meta asks once, when the address is entered, whether we know the token that was entered with it. */
function challenge({ method, query }: PushRequest, { secrets }: OpenSource): PlainAnswer | null {
  if (method !== 'GET' || query.get('hub.mode') === null) return null;
  const token = query.get('hub.verify_token') ?? '';
  const isRight = query.get('hub.mode') === 'subscribe' && isSame(token, secrets.verifyToken ?? '');
  if (!isRight || !secrets.verifyToken) return { status: 403, type: 'text/plain', body: 'The verify token is wrong.' };
  return { status: 200, type: 'text/plain', body: query.get('hub.challenge') ?? '' };
}

/** Comments and posts on our Facebook pages and Instagram accounts, pushed by Meta's webhooks. */
export const META: SourceKind = {
  kind: 'meta',
  title: 'Facebook and Instagram',
  guide: {
    hears:
      'Comments and posts on your Facebook pages, posts that mention them, and comments on your Instagram posts. It also sees the answers that your page gives.',
    needs: [
      'A Meta developer app of the type Business, in live mode.',
      'Advanced Access to pages_manage_metadata and pages_read_engagement, and to instagram_manage_comments for Instagram: without it no deliveries come, or without their author.',
      'Firebreak must be reachable from the internet over HTTPS.',
    ],
    steps: [
      'Copy the app secret (App settings, Basic) into the form.',
      'In the app dashboard open Webhooks, choose Page, enter {address} as callback URL and the verify token shown here.',
      'Subscribe to the fields feed and mention. For Instagram choose Instagram and subscribe to comments.',
      'Install the app on each page (POST /{page-id}/subscribed_apps with subscribed_fields=feed,mention).',
    ],
    limits: [
      'Reactions, likes and shares are passed over.',
      'Where Meta leaves out who wrote something, an answer of your own page cannot be told from a post by somebody else.',
      'Instagram gives no link to a comment: the card has its text, and people find it in the app. An answer of yours is shown with the link to your profile.',
      'When somebody mentions you on Instagram elsewhere, Meta sends ids alone, without text or link. Such items are kept among the rejected ones, where they can be looked at.',
      'Direct messages and recommendations are not heard.',
    ],
    builtTo: 'developers.facebook.com: Graph API, Webhooks, getting started; Page feed; Instagram comments',
  },
  fields: [
    {
      name: 'appSecret',
      label: 'App secret',
      hint: 'In the Meta app dashboard, under App settings, Basic.',
      secret: 'given',
    },
    {
      name: 'verifyToken',
      label: 'Verify token',
      hint: 'Enter it in the app dashboard next to the callback URL.',
      secret: 'made',
    },
    {
      name: 'instagram',
      label: 'Your Instagram user name',
      hint: 'So that comments of your own account are known as answers. Leave it out when only a Facebook page is connected.',
      optional: true,
    },
  ],
  push: {
    always200: true,
    // A thousand changes at once, each with a comment of up to 8,000 characters; what is refused is lost after 36 h.
    bodyLimit: 16 * 1_048_576,
    handshake: challenge,
    refuse: (raw, { headers }, { secrets }) => refuseUnsigned(SCHEME, 'app secret', secrets.appSecret, raw, headers),
    read: (raw, _request, source, receivedAt) =>
      readJson(raw, changesOf, EXPECTED, (item) => mapChange(item, source, receivedAt)),
    sample: ({ secrets }, now) => {
      const comment = {
        item: 'comment',
        verb: 'add',
        post_id: '1_2',
        parent_id: '1_2',
        comment_id: `2_${now.getTime()}`,
        from: { id: '3', name: 'Firebreak test' },
        message: 'This is a test mention from Firebreak itself. Nothing happened.',
        created_time: Math.floor(now.getTime() / 1000),
      };
      const entry = { id: '1', time: comment.created_time, changes: [{ field: 'feed', value: comment }] };
      const body = JSON.stringify({ object: 'page', entry: [entry] });
      const signature = signed(SCHEME, secrets.appSecret ?? '', body);
      return { headers: { [SCHEME.header]: signature, 'content-type': 'application/json' }, body };
    },
  },
  again: (item, source, receivedAt) => [mapChange(item, source, receivedAt)],
};
