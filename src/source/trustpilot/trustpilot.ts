import { isSame } from '../push/bearer.ts';
import { readJson } from '../push/body.ts';
import type { Mapped, OpenSource, PushRequest, SourceKind } from '../source.ts';
import { fieldsOf } from '../values/fields.ts';
import { inside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { givenId, mentionId } from '../values/mention-id.ts';
import { sentimentOf } from '../values/sentiment.ts';

const EXPECTED = 'This is not a delivery of a Trustpilot webhook: it has no "events".';

function mapEvent(event: unknown, source: string, receivedAt: Date): Mapped {
  if (!fieldsOf(event)) return { kind: 'unusable', why: 'It is not an event.' };
  const name = inside(event, 'eventName');
  const happened = typeof name === 'string' ? /^service-review-(created|updated|deleted)$/.exec(name)?.[1] : undefined;
  if (!happened) return { kind: 'nothing' };
  const review = inside(event, 'eventData');
  const id = givenId(inside(review, 'id'));
  if (id === null) return { kind: 'unusable', why: 'The review has no id.' };
  if (happened === 'deleted') return { kind: 'deleted', mentionId: mentionId(source, id) };
  const stars = inside(review, 'stars');
  return mentionOf(
    source,
    {
      id,
      // `link` leads to the API, which needs a key. People are led to the review itself.
      url: /^[\w-]{1,64}$/.test(id) ? `https://www.trustpilot.com/reviews/${id}` : null,
      network: 'review',
      title: inside(review, 'title'),
      text: inside(review, 'text'),
      author: { id: inside(review, 'consumer', 'id'), name: inside(review, 'consumer', 'name') },
      publishedAt: inside(review, 'createdAt'),
      language: inside(review, 'language'),
      sentiment: sentimentOf(new Map([['rating', stars]])),
      rating: { value: stars, max: 5 },
    },
    receivedAt,
  );
}

function eventsOf(body: unknown): unknown[] | null {
  const events = inside(body, 'events');
  return Array.isArray(events) ? events : null;
}

function refuseEarly({ rest }: PushRequest, { secrets }: OpenSource): string | null {
  if (secrets.addressSecret && isSame(rest, secrets.addressSecret)) return null;
  return 'The secret at the end of the address is missing or wrong: enter the whole address in Trustpilot.';
}

/** Reviews of the company on Trustpilot, pushed by its webhooks. */
export const TRUSTPILOT: SourceKind = {
  kind: 'trustpilot',
  title: 'Trustpilot',
  guide: {
    hears: 'Reviews of your company on Trustpilot: new, changed and removed ones, with their stars.',
    needs: [
      'A Trustpilot business plan that includes webhooks.',
      'Firebreak must be reachable from the internet over HTTPS.',
    ],
    steps: [
      'In Trustpilot Business open Integrations, Webhooks.',
      'Enter {address}, a slash and the address secret as the URL. The secret is the only proof that it is Trustpilot.',
      'Choose the events service-review-created, service-review-updated and service-review-deleted.',
    ],
    limits: [
      'Trustpilot documents no signature, so whoever knows the whole address can send reviews. Keep it out of tickets and chats, and make a new secret when it got out.',
      'Reviews of single products and answers of yours are not heard.',
    ],
    builtTo: 'support.trustpilot.com: How to set up Trustpilot Webhooks',
  },
  fields: [
    {
      name: 'addressSecret',
      label: 'Address secret',
      hint: 'The last part of the address that is entered in Trustpilot.',
      secret: 'made',
    },
  ],
  push: {
    always200: true,
    refuseEarly,
    refuse: () => null,
    read: (raw, _request, { name }, receivedAt) =>
      readJson(raw, eventsOf, EXPECTED, (event) => mapEvent(event, name, receivedAt)),
    sample: ({ secrets }, now) => {
      const review = {
        id: `test-${now.getTime()}`,
        title: 'Test',
        text: 'This is a test mention from Firebreak itself. Nothing happened.',
        stars: 3,
        createdAt: now.toISOString(),
        consumer: { name: 'Firebreak test' },
      };
      const body = JSON.stringify({ events: [{ eventName: 'service-review-created', eventData: review }] });
      return { rest: secrets.addressSecret ?? '', headers: { 'content-type': 'application/json' }, body };
    },
  },
  again: (item, { name }, receivedAt) => [mapEvent(item, name, receivedAt)],
};
