const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** How far a sender's clock may run ahead of ours. */
const DAY = 24 * 60 * 60_000;
const EARLIEST = Date.UTC(1990, 0, 1);

const CLOCK = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?`;
const ZONE = String.raw`(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)`;
/** `2026-11-20T17:05:00.123+0000` */
const ISO = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:T|\s+)${CLOCK}\s*${ZONE}$`, 'i');
/** `Fri, 20 Nov 2026 17:05:00 +0000`, as in feeds and mail. */
const MAIL = new RegExp(String.raw`^(?:[a-z]{3},?\s+)?(\d{1,2})\s+([a-z]{3})\s+(\d{4})\s+${CLOCK}\s*${ZONE}$`, 'i');

/**
 * When it was published, if that can be said without guessing: epoch seconds, milliseconds, microseconds or
 * nanoseconds; ISO or mail dates with their time zone. Null for everything else (`03/04/2026 17:05`, a time without a
 * zone), for times before 1990, and for times more than a day after we received it.
 */
export function publishedAt(value: unknown, receivedAt: Date): Date | null {
  const time = typeof value === 'number' ? epoch(value) : typeof value === 'string' ? written(value.trim()) : null;
  if (time === null || !(time >= EARLIEST && time <= receivedAt.getTime() + DAY)) return null;
  return new Date(time);
}

/** The unit shows in the size: today is 1.8e9 s, 1.8e12 ms, 1.8e15 us, 1.8e18 ns. */
function epoch(size: number): number | null {
  if (!(size >= 1e8 && size < 1e20)) return null;
  if (size < 1e11) return Math.round(size * 1e3);
  if (size < 1e14) return Math.round(size);
  return Math.round(size < 1e17 ? size / 1e3 : size / 1e6);
}

function written(text: string): number | null {
  if (text.length > 60) return null;
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return epoch(Number(text));
  const iso = ISO.exec(text);
  if (iso) return moment(iso[1], Number(iso[2]) - 1, iso[3], iso.slice(4));
  const mail = MAIL.exec(text);
  if (mail) return moment(mail[3], MONTHS.indexOf((mail[2] ?? '').toLowerCase()), mail[1], mail.slice(4));
  return null;
}

/** Null for days and hours that do not exist: 30 February is not 2 March. */
function moment(year = '', month: number, day = '', clock: (string | undefined)[]): number | null {
  const [hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = clock;
  const date = new Date(Date.UTC(Number(year), month, Number(day)));
  if (month < 0 || date.getUTCMonth() !== month || date.getUTCDate() !== Number(day)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const ofDay = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  return date.getTime() + ofDay + Math.floor(Number(`0.${fraction}`) * 1000) - offset(zone);
}

/** Milliseconds ahead of UTC. */
function offset(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  const ahead = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
  return match[1] === '-' ? -ahead : ahead;
}
