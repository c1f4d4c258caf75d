/** Undoes Slack's escaping. One pass, so `&amp;lt;` becomes `&lt;` and never `<`. */
export function decodeEntities(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'));
}
