import { expect, test } from 'vitest';
import { isPrivateCause } from '../../src/assess/cause/rule.ts';
import { CAUSES, type Cause } from '../../src/words/judgement.ts';

test('an insider, a taken account and a security incident make the room private, and nothing else does', () => {
  const causes = Object.keys(CAUSES) as Cause[];
  expect(causes.filter(isPrivateCause)).toEqual(['malicious_insider', 'account_takeover', 'security_incident']);
});
