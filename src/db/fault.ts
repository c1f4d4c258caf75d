/**
 * SQLSTATE classes that speak of what was to be read or stored, and will speak so again: data, constraints, a trigger's
 * refusal, a limit, a row that cannot be read. All others (no connection, a lock, a deadlock, a full disk, a missing table)
 * speak of the database.
 */
const OF_THE_DATA = /^(22|23|44|54|P0|XX)/;

/** Is this the fault of one row, so that the others can be gone on with? A rule that throws is. */
export function isOfTheData(error: unknown): boolean {
  const code = codeOf(error);
  return code === null || OF_THE_DATA.test(code);
}

/** What the driver or Node calls it; drizzle wraps it. Null for errors of our own. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code: unknown = 'code' in error ? error.code : null;
  if (typeof code === 'string' && !code.startsWith('ERR_')) return code;
  return codeOf(error.cause);
}
