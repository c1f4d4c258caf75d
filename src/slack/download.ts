/** Files that people gave us in a form, fetched with the bot token. */

export interface SlackAccess {
  token: string;
  /** Base of the Web API. */
  apiUrl: string;
}

/** Milliseconds. */
const WITHIN = 30_000;
const MEGABYTE = 1_048_576;

/** Hosts that hand out files. Source: docs.slack.dev, file object, `url_private`; GovSlack has its own. */
const HOSTS = /(^|\.)slack(-files|-gov)?\.com$/;

/**
 * The bytes of a file, or why there are none, in a sentence. The token goes to Slack's own hosts and to the one the
 * Web API is called on, to no other, whatever the address says.
 * @param atMost bytes
 */
export async function download(url: string, { token, apiUrl }: SlackAccess, atMost: number): Promise<Buffer | string> {
  if (!isSlacks(url, apiUrl)) return 'Slack named an address that is not its own.';
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    // To whom Slack does not hand out a file it shows the way to its sign-in page.
    redirect: 'manual',
    signal: AbortSignal.timeout(WITHIN),
  }).catch(() => null);
  if (answer === null) return 'Slack did not hand out the file. Try once more.';
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (answer.status === 200 && !isPage) return await bytesOf(answer, atMost);
  await answer.body?.cancel();
  if (isPage || (answer.status >= 300 && answer.status < 400)) {
    return 'Slack does not hand out the file: the app lacks files:read. Install it again with the present manifest.';
  }
  return `Slack did not hand out the file (HTTP ${answer.status}). Try once more.`;
}

function isSlacks(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  return (protocol === 'https:' && HOSTS.test(hostname)) || origin === new URL(apiUrl).origin;
}

async function bytesOf(answer: Response, atMost: number): Promise<Buffer | string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      size += chunk.length;
      if (size > atMost) return `The file is larger than ${Math.floor(atMost / MEGABYTE)} MB, the most that is read.`;
      chunks.push(chunk);
    }
  } catch {
    return 'The file broke off on its way. Try once more.';
  }
  return Buffer.concat(chunks);
}
