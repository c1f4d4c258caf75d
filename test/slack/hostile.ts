/** Words as strangers send them, and what of them must never come alive. */
import fc from 'fast-check';

export const HOSTILE = [
  '<!channel> <!here|all> <!everyone> <!subteam^S666|x>',
  '<@U666EVIL> <#C666EVIL|general> <https://evil.example|your bank>',
  '&lt;!channel&gt; &amp;lt;!here&amp;gt; <<!channel>>',
  '*bold* _italic_ ~gone~ `code` ```block``` :fire: :rotating_light:',
  '> quoted\n>>> all of it\n\n\n- list\n1. list',
  '\u202Eevil\u202C \u2066left\u2069 \u200Bz\u200De\uFEFFro \u0000\u0007',
  '\u200B',
  ' ',
  '👩‍👩‍👧‍👦🔥🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(60),
  'Ω'.repeat(10_000),
  '<'.repeat(10_000),
  '&'.repeat(3_000),
  'https://evil.example/?<!channel>|<@U666EVIL>',
  '"}],"blocks":[{"type":"divider"}]',
  '{"alertId":1}',
  '🔥',
];

/** Any mixture of signs that mean something to Slack, and others. */
export const anyWords = fc
  .array(
    fc.oneof(
      fc.constantFrom('<', '>', '&', '|', '!', '@', '#', '*', '_', '~', '`', ':', '^', ' ', '\n', '\t', '…'),
      fc.constantFrom(
        '<!channel>',
        '<@U666EVIL>',
        '&lt;',
        '&amp;',
        '\u202E',
        '\u200D',
        '🔥',
        '👩‍👧',
        'é',
        'http://a.b',
      ),
      fc.string({ maxLength: 5, unit: 'grapheme' }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

/** What would notify, link or impersonate when it stood in mrkdwn: references of Slack's that nobody of ours wrote. */
export const ALIVE = /<!(?!date\^)|<@U666|<#C666|<https?:[^<>|]*\|your bank|[\u202A-\u202E\u2066-\u2069]/i;

/** Every text that Slack parses: mrkdwn in blocks, and the words for notifications. */
export function parsedTexts(shown: unknown): string[] {
  if (Array.isArray(shown)) return shown.flatMap(parsedTexts);
  if (typeof shown !== 'object' || shown === null) return [];
  const { type, text, blocks } = shown as { type?: unknown; text?: unknown; blocks?: unknown };
  const own = typeof text === 'string' && (type === 'mrkdwn' || blocks !== undefined) ? [text] : [];
  return [...own, ...Object.values(shown).flatMap(parsedTexts)];
}
