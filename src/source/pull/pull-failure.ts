/** What an administrator reads when a tool could not be asked. Never an address or a key: both are secrets. */
import { type OpenSource, Refused, Wait } from '../source.ts';

/** What the network says, by its code, in words. */
const NETWORK: Record<string, string> = {
  ENOTFOUND: 'DNS does not know its address.',
  EAI_AGAIN: 'DNS did not answer.',
  ECONNREFUSED: 'Its server refused the connection.',
  ECONNRESET: 'Its server broke the connection off.',
  EPIPE: 'Its server broke the connection off.',
  UND_ERR_SOCKET: 'Its server broke the connection off.',
  ETIMEDOUT: 'Its server did not answer in time.',
  UND_ERR_CONNECT_TIMEOUT: 'Its server did not answer in time.',
  UND_ERR_HEADERS_TIMEOUT: 'Its server did not answer in time.',
  UND_ERR_BODY_TIMEOUT: 'Its server stopped in the middle of its answer.',
  EHOSTUNREACH: 'Its server cannot be reached from here.',
  ENETUNREACH: 'Its server cannot be reached from here.',
  CERT_HAS_EXPIRED: 'The certificate of its server has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of its server is self-signed.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of its server is for another name.',
};

/** Shorter ones are found in ordinary words. Characters. */
const SHORTEST_SECRET = 6;

/**
 * The failure of a pull in a sentence. Refusals, waits and plain errors are sentences of our own and are told; of what
 * libraries throw only the code is, for their messages repeat addresses.
 */
export function sentenceOf(error: unknown, source: Pick<OpenSource, 'secrets'>): string {
  const isOurs = error instanceof Refused || error instanceof Wait || isPlain(error);
  if (isOurs && error instanceof Error) return withoutSecrets(error.message, source);
  const code = codeOf(error);
  return (code && NETWORK[code]) ?? 'It could not be reached, or did not answer as expected.';
}

/** For the log: what kind of failure it was. */
export function failureOf(error: unknown): { name: string; code: string | null } {
  return { name: error instanceof Error ? error.constructor.name : typeof error, code: codeOf(error) };
}

function isPlain(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && codeOf(error) === null;
}

/** The code of an error or of what caused it: fetch wraps what the network says. */
function codeOf(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return null;
}

function withoutSecrets(text: string, { secrets }: Pick<OpenSource, 'secrets'>): string {
  const told = Object.values(secrets).filter((secret) => secret.length >= SHORTEST_SECRET);
  return told.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).replace(/\b(https?|wss?):\/\/\S+/gi, '…');
}
