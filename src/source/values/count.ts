/** Larger figures are a mistake of the sender. */
const MOST = 1e12;
const TIMES = { '': 1, k: 1e3, m: 1e6, b: 1e9 } as const;

/**
 * A count as listening tools write it: `5420`, `"5,420"`, `"12K"`, `"1.2M"`. Whole, 0 or more.
 * Null when it is missing or can be read in two ways: `"5.420"` is 5 to one and 5,420 to another. Null is not 0.
 */
export function count(value: unknown): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? written(value) : Number.NaN;
  return number >= 0 && number <= MOST ? Math.round(number) : null;
}

function written(text: string): number {
  if (text.length > 40) return Number.NaN;
  const match = /^\+?([\d.,'’\s]{1,24}?)\s*([kmb]?)\+?$/i.exec(text.trim());
  const times = TIMES[(match?.[2] ?? '').toLowerCase() as keyof typeof TIMES];
  const digits = match?.[1] ?? '';
  if (/^\d+$/.test(digits)) return Number(digits) * times;
  if (/^\d{1,3}([,'’\s])\d{3}(\1\d{3})*$/.test(digits)) return Number(digits.replace(/\D/g, '')) * times;
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(digits)) return Number(digits.replace(/\D/g, '')) * times;
  const decimal = times > 1 ? /^\d+[.,]\d{1,2}$/ : /^\d+\.(\d{1,2}|\d{4,})$/;
  if (decimal.test(digits)) return Number(digits.replace(',', '.')) * times;
  return Number.NaN;
}
