/** What was typed and not sent, per conversation, as long as the page is open. */
const drafts = new Map<string, string>();

export const draftKey = (me: string, channel: string, threadTs: string | undefined): string =>
  `${me} ${channel} ${threadTs ?? ''}`;

export const draftOf = (key: string): string => drafts.get(key) ?? '';

export function keepDraft(key: string, text: string): void {
  if (text) drafts.set(key, text);
  else drafts.delete(key);
}
