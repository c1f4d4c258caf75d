/**
 * The load, in a process of its own: sends HTTP requests over keep-alive connections, one at a time on each, and
 * answers how long each took. Bare sockets: an HTTP client would use up more of the machine than what is measured.
 * Plain JavaScript because Node runs it as it is. `loader.ts` starts it and says what to send.
 */
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';

process.on('message', async (job) => {
  try {
    process.send(await run(job));
  } catch (error) {
    process.send({ failed: String(error?.stack ?? error) });
  }
});

async function run(job) {
  const next = requestsOf(job);
  const until = job.seconds ? performance.now() + job.seconds * 1_000 : Number.POSITIVE_INFINITY;
  let left = job.requests ?? Number.POSITIVE_INFINITY;
  const latencies = [];
  const total = { requests: 0, mentions: 0, accepted: 0 };
  const started = performance.now();
  await Promise.all(
    Array.from({ length: job.connections }, async () => {
      const line = await open(job.port);
      while (left > 0 && performance.now() < until) {
        left -= 1;
        const { bytes, mentions } = next();
        const sent = performance.now();
        const answer = await line.ask(bytes);
        latencies.push(performance.now() - sent);
        if (answer.status < 200 || answer.status > 299) throw new Error(`answered ${answer.status}: ${answer.body}`);
        total.requests += 1;
        total.mentions += mentions;
        if (mentions > 0) total.accepted += JSON.parse(answer.body).accepted;
        if (job.pause) await new Promise((resolve) => setTimeout(resolve, job.pause));
      }
      line.close();
    }),
  );
  return { ...total, seconds: (performance.now() - started) / 1_000, latencies };
}

/** One keep-alive connection. */
async function open(port) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received = '';
  let waiting = null;
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    received += chunk;
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? Number.NaN);
    const isChunked = Number.isNaN(length);
    if (isChunked ? !received.endsWith('0\r\n\r\n') : received.length < head + 4 + length) return;
    const answer = { status: Number(received.slice(9, 12)), body: received.slice(head + 4) };
    received = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection was closed')));
  return {
    ask: (bytes) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(bytes);
      }),
    close: () => {
      waiting = null;
      socket.destroy();
    },
  };
}

function requestsOf(job) {
  return job.kind === 'mentions' ? mentionRequests(job) : clickRequests(job);
}

const WORDS = 'My luggage was lost at the gate again and nobody at the desk could say where it went'.split(' ');

/** `size` new posts in each request; `story: 'same'` gives all the same words, `'new'` each its own. */
function mentionRequests({ run, size, story, token }) {
  let made = 0;
  const one = () => {
    const id = `${run}-${++made}`;
    // Words of its own, so that no other post tells nearly the same.
    const own = story === 'same' ? WORDS : WORDS.map((_, at) => (made * 17 + at).toString(36));
    const text = own.join(' ');
    return `{"id":"${id}","text":"${text}","url":"https://x.com/someone/status/${run}${made}","network":"x","author":{"name":"Kim Doe","handle":"kim","followers":1234},"published_at":"2026-03-02T11:58:00Z","reach":1234,"sentiment":"negative"}`;
  };
  return () => {
    const body = size === 1 ? one() : `[${Array.from({ length: size }, one).join(',')}]`;
    const headers = `Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    return { bytes: post('/intake/generic', headers, body), mentions: size };
  };
}

/** Signed presses of a button, each on the next of `alerts`. `press` is what Slack sends, with `ALERT` for its id. */
function clickRequests({ press, firstAlert, secret }) {
  let alert = firstAlert;
  return () => {
    const payload = press
      .replaceAll('ALERT', String(alert++))
      .replaceAll('TRIGGER', `${alert}.${process.hrtime.bigint()}`);
    const body = `payload=${encodeURIComponent(payload)}`;
    const at = Math.floor(Date.now() / 1_000);
    const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    const headers =
      'Content-Type: application/x-www-form-urlencoded\r\n' +
      `X-Slack-Request-Timestamp: ${at}\r\nX-Slack-Signature: v0=${signature}\r\n`;
    return { bytes: post('/slack/events', headers, body), mentions: 0 };
  };
}

/** Bodies here are ASCII: a character is a byte. */
function post(path, headers, body) {
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}
