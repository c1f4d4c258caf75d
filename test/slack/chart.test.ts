import { describe, expect, test } from 'vitest';
import { seriesOf } from '../../src/alert/spread/rule.ts';
import { CHART, chartInWords, chartSvg } from '../../src/alert/spread/view-chart.ts';
import { pngOf } from '../../src/slack/rasterise.ts';
import { afterNoon } from '../make.ts';

const hours = seriesOf(
  Array.from({ length: 40 }, (_, i) => ({ since: afterNoon(5 * i), mentions: i === 12 ? 62 : 3 })),
  afterNoon(198),
);
const days = seriesOf(
  Array.from({ length: 900 }, (_, i) => ({ since: afterNoon(5 * i), mentions: (i * 7) % 90 })),
  afterNoon(4_500),
);

test('it is titled, its peak is named, and its times are in UTC', () => {
  const svg = chartSvg(hours);
  expect(svg).toContain('Mentions per 5 min: 179 in all');
  expect(svg).toContain('peak 62 at 13:00');
  expect(svg).toContain('15:20 UTC');
  expect(chartSvg(days)).toMatch(/peak [\d,]+ at \d+ Mar \d\d:00/);
});

test('its words have the same numbers', () => {
  expect(chartInWords(hours)).toBe(
    'Chart of mentions per 5 min: 179 in all, from 10 Mar 12:00 to 10 Mar 15:20 UTC. The peak was 62 at 10 Mar 13:00; the latest step has 3 so far.',
  );
});

test('a higher count is drawn higher: the peak reaches above everything else', () => {
  const [, path = ''] = /<path d="([^"]+)" fill="none"/.exec(chartSvg(hours)) ?? [];
  const heights = [...path.matchAll(/(?:[ML]|,)(-?[\d.]+),(-?[\d.]+)/g)].map(([, , y]) => Number(y));
  expect(Math.min(...heights)).toBeLessThan(CHART.height / 2);
  expect(Math.max(...heights)).toBeGreaterThan(CHART.height / 2);
});

describe('the picture', () => {
  test.each([
    ['hours', hours],
    ['days', days],
  ])('of %s is a small PNG of the right size, with letters on it', async (_, series) => {
    const png = Buffer.from(await pngOf(chartSvg(series)));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([CHART.width, CHART.height]);
    expect(png.byteLength).toBeLessThan(40_000);
    const wordless = Buffer.from(await pngOf(chartSvg(series).replace(/<text[^>]*>[^<]*<\/text>/g, '')));
    expect(png.byteLength).toBeGreaterThan(wordless.byteLength + 1_000);
  });
});
