/**
 * More marks than anybody sets on one letter. Unicode's own limit for texts that are read as a stream (UAX 15). Two
 * halfwidth signs of Japanese are marks once they are normalised.
 */
const HEAP_OF_MARKS = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/**
 * A text in one form of Unicode. `normalize` alone sorts the marks on a letter, each past all the others: ten thousand
 * of them take it a third of a second, a megabyte minutes. Beyond thirty they are left out here.
 */
export function normalised(text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): string {
  return text.replace(HEAP_OF_MARKS, '$1').normalize(form);
}
