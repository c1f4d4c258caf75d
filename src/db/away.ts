/**
 * Server: connection lost, too little of something, told to stop, took too long, its files cannot be read or written.
 * Source: PostgreSQL, appendix A.
 */
const SERVER_IS_AWAY = /^(08|53|57|58)...$|^(55P03|25P03|25P04)$/;
/** postgres.js and Node: no connection. */
const NO_CONNECTION = /^CONNECT|^E[A-Z]+$|^EAI_/;

/**
 * The database could not be asked, or had no time for us: what was asked may be asked again as it is. Whether it was
 * done is unknown where the connection broke.
 */
export function isAway(error: unknown): boolean {
  return codesOf(error).some((code) => SERVER_IS_AWAY.test(code) || NO_CONNECTION.test(code));
}

/** It never opened, or it has closed. */
export function hasNoConnection(error: unknown): boolean {
  return codesOf(error).some((code) => NO_CONNECTION.test(code));
}

/**
 * postgres.js writes from a timer of its own to a connection that has closed meanwhile, and throws where nobody can
 * catch it (porsager/postgres, issue 1208). Nothing is lost by it: whoever asked is told that the connection closed.
 */
export function isLateWrite(error: unknown): boolean {
  return error instanceof TypeError && /\bnextWrite\b.*[\\/]postgres[\\/]/.test(error.stack ?? '');
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  return ['code' in error ? String(error.code) : '', ...codesOf(error.cause)];
}
