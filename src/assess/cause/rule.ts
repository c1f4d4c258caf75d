import type { Cause } from '../../words/judgement.ts';

const PRIVATE_CAUSES: Cause[] = ['malicious_insider', 'account_takeover', 'security_incident'];

/** Must the room be private? The person concerned may be a colleague, so this is decided before anyone is invited. */
export function isPrivateCause(cause: Cause): boolean {
  return PRIVATE_CAUSES.includes(cause);
}
