import { givenId } from '../values/mention-id.ts';

/** The address of a post on X by its id alone, for sources that may pass on nothing else. Null for an id that is none. */
export function xPostUrl(id: unknown): string | null {
  const known = givenId(id);
  return known !== null && /^\d{1,25}$/.test(known) ? `https://x.com/i/web/status/${known}` : null;
}
