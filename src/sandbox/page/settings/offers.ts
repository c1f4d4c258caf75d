/** What can be chosen, in plain words, with what the app meets then. */
import type { Outage, TokenRefusal } from '../../protocol.ts';
import type { Offer } from './boxes.tsx';

export const TOKENS: Offer<TokenRefusal | null>[] = [
  { value: null, text: 'works' },
  { value: 'token_revoked', text: 'was revoked', code: 'token_revoked' },
  { value: 'invalid_auth', text: 'is not known to Slack', code: 'invalid_auth' },
  { value: 'account_inactive', text: 'went when the app was removed', code: 'account_inactive' },
];

export const OUTAGES: Offer<Outage | null>[] = [
  { value: null, text: 'answers' },
  { value: 'refused', text: 'breaks every connection' },
  { value: 'silent', text: 'never answers' },
  { value: 503, text: 'is unavailable', code: 'HTTP 503' },
  { value: 500, text: 'fails', code: 'HTTP 500' },
];

export const EDITING: Offer<number | null>[] = [
  { value: null, text: 'at any time' },
  { value: 5, text: 'for 5 minutes', code: 'edit_window_closed' },
  { value: 0, text: 'never', code: 'edit_window_closed' },
];
