import type { Mention } from '../../alert/mention/words.ts';
import { normalised } from '../../alert/story/normalised.ts';
import { type Fields, fieldsOf, read } from './fields.ts';

/** A longer one is a text, and no label or figure. Characters. */
const LONGEST_LABEL = 100;

type Sentiment = NonNullable<Mention['sentiment']>;

/** The source's own sentiment, or what its rating says. Only a hint: null is never read as harmless. */
export function sentimentOf(fields: Fields): Sentiment | null {
  return (
    read(fields, ['sentiment', 'sentiment_label', 'tone', 'polarity', 'sentiment_score'], sentiment) ??
    read(fields, ['rating', 'stars', 'star_rating'], rating)
  );
}

/** Words (`neg`, `Very negative`, `negativo`), a number from -5 to 5 or the same as a string, `{label, score}`. */
export function sentiment(value: unknown): Sentiment | null {
  const parts = fieldsOf(value);
  if (parts) return read(parts, ['label', 'name', 'value', 'score'], scalarSentiment);
  return scalarSentiment(value);
}

function scalarSentiment(value: unknown): Sentiment | null {
  const figure = numeric(value);
  // Beyond -5..5 the scale is not known: 20 of 100 is bad, 20 of 20 is not.
  if (figure !== null)
    return Math.abs(figure) > 5 ? null : figure < 0 ? 'negative' : figure > 0 ? 'positive' : 'neutral';
  if (typeof value !== 'string' || value.length > LONGEST_LABEL) return null;
  const word = normalised(value, 'NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
  const bare = word.replace(/^(very|slightly|somewhat|strongly|mostly|extremely)[\s_-]+/, '');
  if (/^neg(ati[vf]\w*)?$/.test(bare)) return 'negative';
  if (/^neu(tr\w*)?$/.test(bare)) return 'neutral';
  if (/^pos(iti[vf]\w*)?$/.test(bare)) return 'positive';
  return null;
}

/** What stars say, where nothing else does. */
function rating(value: unknown): Sentiment | null {
  const stars = ratingOf(value);
  if (stars === null) return null;
  const part = stars.value / stars.max;
  return part <= 0.5 ? 'negative' : part < 0.75 ? 'neutral' : 'positive';
}

/** Stars of 5 unless it says otherwise: `2`, `"2/5"`, `"2 stars"`, `{value: 2, max: 5}`. Null for 0: "not rated". */
export function ratingOf(value: unknown): Mention['rating'] {
  const parts = fieldsOf(value);
  if (parts)
    return graded(read(parts, ['value', 'rating', 'stars'], numeric), read(parts, ['max', 'out_of'], numeric) ?? 5);
  if (typeof value === 'number') return graded(value, 5);
  if (typeof value !== 'string' || value.length > LONGEST_LABEL) return null;
  const match = /^(\d(?:\.\d+)?)\s*(?:\/\s*(\d+)|stars?)?$/i.exec(value.trim());
  return match ? graded(Number(match[1]), Number(match[2] ?? 5)) : null;
}

function graded(value: number | null, max: number): Mention['rating'] {
  return value === null || value <= 0 || value > max ? null : { value, max };
}

function numeric(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^[+-]?\d{1,3}(\.\d+)?$/.test(value.trim()) ? Number(value) : null;
}
