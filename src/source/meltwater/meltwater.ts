import type { Parent } from '../../alert/mention/words.ts';
import type { Network } from '../../words/judgement.ts';
import { readJson } from '../push/body.ts';
import { refuseUnsigned, type Scheme, signed } from '../push/signature.ts';
import type { Mapped, SourceKind } from '../source.ts';
import { link } from '../values/canonical-url.ts';
import { count } from '../values/count.ts';
import { fieldsOf } from '../values/fields.ts';
import { inside, listInside } from '../values/inside.ts';
import { mentionOf } from '../values/mention.ts';
import { namedNetwork } from '../values/network.ts';
import { evidence } from '../values/storable.ts';
import { xPostUrl } from '../x-activity/post.ts';

const SCHEME: Scheme = { header: 'x-hub-signature', prefix: 'sha1=', algorithm: 'sha1', encoding: 'hex' };
const EXPECTED = 'This is not Meltwater\'s template "api.json": choose api.json as the template of the hook.';
/** What a document is to its parent, where its type says so. */
const ANSWERS = new Map<unknown, Parent['kind']>([
  ['comment', 'comment'],
  ['quote', 'quote'],
  ['repost', 'repost'],
]);

function mapDocument(document: unknown, source: string, receivedAt: Date): Mapped {
  if (!fieldsOf(document)) return { kind: 'unusable', why: 'It is not a document.' };
  const [content, origin, metrics] = ['content', 'source', 'metrics'].map((name) => inside(document, name));
  const body = evidence(inside(content, 'body'));
  const snippet = evidence(inside(content, 'opening_text')) ?? evidence(inside(document, 'matched', 'hit_sentence'));
  const network = networkOf(origin);
  const parent = inside(document, 'parent', 'url');
  const type = inside(document, 'content_type');
  return mentionOf(
    source,
    {
      id: inside(document, 'id'),
      // X allows no address, text or author to be passed on: the id leads to the post.
      url: link(inside(document, 'url')) ?? (network === 'x' ? xPostUrl(inside(document, 'external_id')) : null),
      network,
      title: inside(content, 'title'),
      text: body ?? snippet,
      isSnippet: body === null,
      author: {
        name: inside(document, 'author', 'name'),
        handle: inside(document, 'author', 'handle'),
        url: inside(document, 'author', 'profile_url'),
      },
      publishedAt: inside(document, 'published_date'),
      language: inside(document, 'enrichments', 'language_code'),
      sentiment: inside(document, 'enrichments', 'sentiment'),
      // A reach of 0 stands for "not known".
      reach: count(inside(origin, 'metrics', 'reach')) || count(inside(metrics, 'views')) || null,
      engagement: inside(metrics, 'engagement', 'total'),
      parent: parent ? { kind: ANSWERS.get(type) ?? 'reply', url: parent } : null,
      query: inside(listInside(document, 'matched', 'inputs')[0], 'name'),
    },
    receivedAt,
  );
}

/** `type` names networks (`x`, `reddit`), `information_type` tells news from social. Null: as the link says. */
function networkOf(origin: unknown): Network | null {
  return namedNetwork(inside(origin, 'type')) ?? namedNetwork(inside(origin, 'information_type'));
}

/** Null for the older templates: their documents have no `content`. */
function documentsOf(body: unknown): unknown[] | null {
  const documents = inside(body, 'documents');
  if (!Array.isArray(documents)) return null;
  const isApiJson = documents.length === 0 || documents.some((one) => fieldsOf(inside(one, 'content')));
  return isApiJson ? documents : null;
}

function wrongSecret(value: string): string | null {
  const length = value.trim().length;
  return length >= 16 && length <= 64 ? null : 'A hook secret has 16 to 64 characters.';
}

/** What a Meltwater search finds, pushed by a hook. */
export const MELTWATER: SourceKind = {
  kind: 'meltwater',
  title: 'Meltwater',
  guide: {
    hears: 'What your saved Meltwater searches find: news, blogs, forums, reviews and social networks.',
    needs: [
      'A Meltwater account with API access, and an API token.',
      'Firebreak must be reachable from the internet over HTTPS.',
    ],
    steps: [
      'Create a hook for the saved search with POST /v3/hooks of the Meltwater API: {address} as its target, and the template "api.json".',
      'Meltwater answers with the secret of the hook in the header X-Hook-Secret. Copy it into the form.',
      'Deliveries that came before the secret was entered are refused. Meltwater does not say whether it sends them again.',
    ],
    limits: [
      'Only the template "api.json" is read. Any other is refused with a sentence that says so.',
      'Posts on X come without text and author, as their licence demands: the card says so and links to the post.',
      'Edits and deletions are not passed on by Meltwater.',
      'One hook, one source: each hook has a secret of its own.',
    ],
    builtTo: 'developer.meltwater.com: data streams, document verification, template api.json',
  },
  fields: [
    {
      name: 'hookSecret',
      label: 'Hook secret',
      hint: 'What Meltwater answered in the header X-Hook-Secret when the hook was created, 16 to 64 characters.',
      secret: 'given',
      wrong: wrongSecret,
    },
  ],
  push: {
    always200: true,
    refuse: (raw, { headers }, { secrets }) => refuseUnsigned(SCHEME, 'hook secret', secrets.hookSecret, raw, headers),
    read: (raw, _request, { name }, receivedAt) =>
      readJson(raw, documentsOf, EXPECTED, (document) => mapDocument(document, name, receivedAt)),
    sample: ({ secrets }, now) => {
      const document = {
        id: `test-${now.getTime()}`,
        url: `https://example.com/firebreak-test/${now.getTime()}`,
        published_date: now.toISOString(),
        content: { title: null, opening_text: 'This is a test mention from Firebreak itself. Nothing happened.' },
        source: { type: 'blogs', metrics: { reach: 1 } },
        matched: { inputs: [{ id: 1, name: 'Firebreak test' }] },
      };
      const body = JSON.stringify({ request: { hook_id: 'test' }, documents: [document] });
      const signature = signed(SCHEME, secrets.hookSecret ?? '', body);
      return { headers: { [SCHEME.header]: signature, 'content-type': 'application/json' }, body };
    },
  },
  again: (item, { name }, receivedAt) => [mapDocument(item, name, receivedAt)],
};
