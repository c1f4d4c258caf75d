/** The words of Firebreak as types. Read this first. Imports nothing. */

export const SEVERITIES = ['SEV1', 'SEV2', 'SEV3', 'SEV4'] as const;

/** SEV1 is critical, SEV4 is low. */
export type Severity = (typeof SEVERITIES)[number];

/** Is `a` as severe as `b`, or more? */
export function isAtLeast(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b);
}

/** The more severe of the two. */
export function worse(a: Severity, b: Severity): Severity {
  return isAtLeast(a, b) ? a : b;
}

export const SEVERITY_MEANING = {
  SEV1: 'Critical: people, law or our standing at stake',
  SEV2: 'High: spreading, or a serious allegation',
  SEV3: 'Moderate: a real complaint with an audience',
  SEV4: 'Low: a single complaint, a question, noise',
} as const satisfies Record<Severity, string>;
