/** Where a new story is shown: as loud as it deserves, and no louder. */
import type { Policy, Topic } from '../../policy/words.ts';
import { isAtLeast } from '../../words/severity.ts';
import type { Mention } from '../mention/words.ts';
import { REPORTED } from '../report/words.ts';
import { folded } from '../risk/folded.ts';
import { isNothing, type Suggestion } from '../risk/rule.ts';

/** A card of its own, a line on the day's gathered card, or one more of that card's kind words. */
export type Place = 'own' | 'gathered' | 'counted';

export interface Placed {
  place: Place;
  /** In words a person can agree or argue with. */
  because: string[];
}

/** Four stars of five. */
const GOOD = 0.8;
/** Words that begin a question, in the languages of our lists, without accents. Too many rather than too few. */
const ASKS =
  /^(?:who|whom|whose|what|when|where|why|which|how|can|could|will|would|should|is|are|was|were|do|does|did|has|have|any|anyone|anybody|quien|que|cuando|donde|por que|como|cual|puede|pueden|podria|hay|alguien|qui|quand|ou|pourquoi|comment|combien|est ce|pouvez|peut|quel|quelle|wer|was|wann|wo|warum|wieso|weshalb|wie|welche|kann|konnen|konnt|gibt|ist|sind|habt)\b/;

/**
 * What clouds praise, without accents: a no, a but, or something that went wrong. Irony is made of these, and labels
 * miss it. Too many rather than too few: the post is only shown.
 */
const CLOUDS =
  /\b(?:no|not|never|nothing|nobody|cannot|\w+n't|but|however|though|although|except|despite|still|again|only|if|until|would|should|instead|wait\w*|late|delay\w*|los[et]\w*|losing|miss(?:ed|ing)|cancel\w*|refund\w*|broke\w*|wrong|worse|worst|bad|poor|rude|dirty|cold|stuck|charg\w*|problem\w*|issue\w*|complain\w*|fail\w*|ruin\w*|hour|hours|sin|nunca|nada|nadie|pero|aunque|salvo|otra vez|todavia|esper\w*|tarde|retras\w*|perd\w*|cancelad\w*|reembols\w*|mal|malo|mala|peor|roto|rota|problema\w*|hora|horas|ne|pas|jamais|rien|personne|mais|sauf|encore|attend\w*|attent\w*|retard\w*|annul\w*|rembours\w*|mauvais\w*|pire|casse\w*|probleme\w*|heure|heures|nicht|nie|niemals|nichts|niemand|kein\w*|aber|obwohl|trotz\w*|ausser|wieder|noch|wart\w*|spat\w*|verspat\w*|verlor\w*|verlier\w*|storn\w*|erstatt\w*|schlecht\w*|schlimm\w*|kaputt|stunde|stunden)\b/;

/** Decided from what is known: nothing unknown makes a post quieter. */
export function placeOf(suggestion: Suggestion, mention: Mention, policy: Policy): Placed {
  if (mention.source === REPORTED) return { place: 'own', because: ['a colleague reported it'] };
  if (isAtLeast(suggestion.severity, policy.ownCard)) return { place: 'own', because: suggestion.because };
  const praise = praiseIn(suggestion, mention, policy.topics);
  return praise ? { place: 'counted', because: praise } : { place: 'gathered', because: suggestion.because };
}

/**
 * Why it is clear praise, or null: by its stars or its source's word, neither against the other, whole, in a language
 * whose words were looked for and found nothing, and without a question or a but. A large audience is found by the suggestion.
 */
export function praiseIn(suggestion: Suggestion, mention: Mention, topics: Topic[]): string[] | null {
  const { rating, sentiment, text, title, textState, language } = mention;
  const stars = rating ? rating.value / rating.max : null;
  const isPraised = stars === null ? sentiment === 'positive' : stars >= GOOD && sentiment !== 'negative';
  if (!isPraised || !isNothing(suggestion) || textState !== 'full' || !text?.trim()) return null;
  if (language === null || !isTried(language, topics) || isClouded(`${title ?? ''}\n${text}`)) return null;
  return [rating ? `${rating.value} of ${rating.max} stars` : 'the source calls it positive', 'no sign of harm'];
}

/** Do most of the lists have words in this language? */
function isTried(language: string, topics: Topic[]): boolean {
  return topics.filter(({ words }) => words[language]?.length).length * 2 > topics.length;
}

/** Does it ask something, or hold anything back? */
function isClouded(text: string): boolean {
  const plain = folded(text);
  if (/[?？¿؟]/.test(text) || CLOUDS.test(plain)) return true;
  return plain.split(/[.!\n…:]+/).some((sentence) => ASKS.test(sentence.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()));
}

/** The day on whose card a story is gathered, in UTC: what comes at the weekend stands on Friday's. `2026-11-27`. */
export function workingDayOf(at: Date): string {
  const day = new Date(at);
  const sinceFriday = { 6: 1, 0: 2 }[day.getUTCDay()] ?? 0;
  day.setUTCDate(day.getUTCDate() - sinceFriday);
  return day.toISOString().slice(0, 10);
}
