/** The course of a story as a picture. No word of a stranger is drawn, so nothing has to be escaped. */
import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { Count, Series } from './rule.ts';

/** A phone shows it at less than half the size, so letters are large. Pixels. */
export const CHART = { width: 800, height: 240 } as const;

const MARGIN = { top: 58, right: 28, bottom: 40, left: 64 };
const RIGHT = CHART.width - MARGIN.right;
const FLOOR = CHART.height - MARGIN.bottom;
const LETTERS = 20;
/** Wider than any label of the time axis. */
const LABEL_WIDTH = 120;

/** Opaque and light, so that it reads the same in a light and a dark client. All pairs reach 4.5 : 1. */
const PAPER = '#ffffff';
const INK = '#1d1c1d';
const FAINT = '#5c5a5d';
const GRID = '#e3e0dc';
const LINE = '#b3261e';
const FILL = '#f3c9c5';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 24 * 60 * 60_000;

interface Facts {
  total: number;
  peak: Count;
  from: Date;
  /** The end of the last step. */
  to: Date;
  each: string;
}

/** An SVG with the mentions of each step, titled, its peak named, times in UTC. */
export function chartSvg(series: Series): string {
  const { total, peak, from, to, each } = factsOf(series);
  const x = scaleUtc([from, to], [MARGIN.left, RIGHT]);
  const y = scaleLinear([0, Math.max(peak.mentions, 1)], [FLOOR, MARGIN.top]).nice(3);
  // A step is drawn from its beginning, so the last one needs an end.
  const steps: Count[] = [...series.counts, { since: to, mentions: series.counts.at(-1)?.mentions ?? 0 }];
  const filled = area<Count>(
    (one) => x(one.since),
    FLOOR,
    (one) => y(one.mentions),
  ).curve(curveStepAfter)(steps);
  const edge = line<Count>(
    (one) => x(one.since),
    (one) => y(one.mentions),
  ).curve(curveStepAfter)(steps);
  const rows = y.ticks(3).filter(Number.isInteger);
  const title = `Mentions ${each}: ${grouped(total)} in all`;
  const top = `peak ${grouped(peak.mentions)} at ${isLong(from, to) ? `${day(peak.since)} ` : ''}${clock(peak.since)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${CHART.width}" height="${CHART.height}" font-family="DejaVu Sans" font-size="${LETTERS}">`,
    `<rect width="100%" height="100%" fill="${PAPER}"/>`,
    words(16, 32, title, { size: 22, bold: true }),
    words(RIGHT, 32, top, { fill: LINE, anchor: 'end' }),
    ...rows.flatMap((n) => [
      `<line x1="${MARGIN.left}" x2="${RIGHT}" y1="${y(n)}" y2="${y(n)}" stroke="${GRID}" stroke-width="2"/>`,
      words(MARGIN.left - 10, y(n) + 7, short(n), { fill: FAINT, anchor: 'end' }),
    ]),
    `<path d="${filled}" fill="${FILL}"/>`,
    `<path d="${edge}" fill="none" stroke="${LINE}" stroke-width="3" stroke-linejoin="round"/>`,
    `<line x1="${MARGIN.left}" x2="${RIGHT}" y1="${FLOOR}" y2="${FLOOR}" stroke="${FAINT}" stroke-width="2"/>`,
    ...timeAxis(x, from, to),
    '</svg>',
  ].join('\n');
}

/** The same in words, with the numbers, for those who cannot see it. */
export function chartInWords(series: Series): string {
  const { total, peak, from, to, each } = factsOf(series);
  const last = series.counts.at(-1)?.mentions ?? 0;
  return `Chart of mentions ${each}: ${grouped(total)} in all, from ${day(from)} ${clock(from)} to ${day(to)} ${clock(to)} UTC. The peak was ${grouped(peak.mentions)} at ${day(peak.since)} ${clock(peak.since)}; the latest step has ${grouped(last)} so far.`;
}

function factsOf({ step, counts }: Series): Facts {
  const [first] = counts;
  if (!first) throw new Error('A chart needs at least one step.');
  const last = counts.at(-1) ?? first;
  return {
    total: counts.reduce((sum, { mentions }) => sum + mentions, 0),
    peak: counts.reduce((most, one) => (one.mentions > most.mentions ? one : most), first),
    from: first.since,
    to: new Date(last.since.getTime() + step),
    each: `per ${lengthOf(step)}`,
  };
}

function timeAxis(x: ReturnType<typeof scaleUtc>, from: Date, to: Date): string[] {
  // The last label is too near the edge for its words, and says what all of them are.
  const ticks = x.ticks(5).filter((at) => Number(x(at)) < RIGHT - LABEL_WIDTH);
  const label = (at: Date) => (isLong(from, to) && at.getTime() % DAY === 0 ? day(at) : clock(at));
  return [
    ...ticks.flatMap((at) => [
      `<line x1="${x(at)}" x2="${x(at)}" y1="${FLOOR}" y2="${FLOOR + 7}" stroke="${FAINT}" stroke-width="2"/>`,
      words(Number(x(at)), FLOOR + 29, label(at), { fill: FAINT, anchor: 'middle' }),
    ]),
    words(RIGHT, FLOOR + 29, `${clock(to)} UTC`, { fill: FAINT, anchor: 'end' }),
  ];
}

interface Look {
  fill?: string;
  size?: number;
  bold?: boolean;
  anchor?: 'start' | 'middle' | 'end';
}

function words(
  x: number,
  y: number,
  text: string,
  { fill = INK, size = LETTERS, bold, anchor = 'start' }: Look,
): string {
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}" text-anchor="${anchor}"${weight}>${text}</text>`;
}

function isLong(from: Date, to: Date): boolean {
  return to.getTime() - from.getTime() > DAY;
}

function clock(at: Date): string {
  return at.toISOString().slice(11, 16);
}

function day(at: Date): string {
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
}

function lengthOf(step: number): string {
  const minutes = step / 60_000;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return minutes === 60 ? 'hour' : `${minutes / 60} hours`;
  return step === DAY ? 'day' : `${step / DAY} days`;
}

function grouped(n: number): string {
  return n.toLocaleString('en-US');
}

/** `1.2k`: the margin holds four letters. */
function short(n: number): string {
  return n < 1_000 ? String(n) : `${n / 1_000}k`;
}
