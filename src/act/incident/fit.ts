/** Slack shows a section of at most 3,000 characters; escaping may lengthen what people type. */
const TEXT_LENGTH = 2_000;

/** Why somebody's words cannot be kept as they are, or null when they can. `text` is trimmed. */
export function whyUnfit(text: string, whenEmpty: string): string | null {
  if (!text) return whenEmpty;
  const length = [...text].length;
  return length > TEXT_LENGTH ? `That is ${length} characters; keep it under ${TEXT_LENGTH}.` : null;
}
