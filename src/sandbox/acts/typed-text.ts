/** What a person typed, as Slack's own client sends it: escaped, with names turned into references. */
import type { Workspace } from '../state/workspace.ts';

/** A person or a channel by id is kept. Other markup is text, as when it is typed into Slack. */
const REFERENCE = /<[@#][A-Z0-9]+(?:\|[^<>]*)?>/g;

/** The text of a message: `&`, `<`, `>` escaped, `@Ana Brito` and `#general` as `<@U…>` and `<#C…>`. */
export function asMessageText(workspace: Workspace, typed: string): string {
  return outsideReferences(typed, (text) => {
    const linked = linkNames(workspace, escaped(text), (id) => `<@${id}>`);
    return linked.replace(/(?<![\p{L}\p{N}])@(here|channel|everyone)\b/gu, '<!$1>');
  });
}

/**
 * The text of a slash command: names become `<@U…|name>` and `<#C…|name>` when the manifest says `should_escape`,
 * otherwise it goes out as typed.
 */
export function asCommandText(workspace: Workspace, typed: string, shouldEscape: boolean): string {
  if (!shouldEscape) return typed;
  return outsideReferences(typed, (text) => linkNames(workspace, escaped(text), (id, name) => `<@${id}|${name}>`));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function outsideReferences(typed: string, change: (text: string) => string): string {
  const references = typed.match(REFERENCE) ?? [];
  return typed
    .split(REFERENCE)
    .map((text, index) => change(text) + (references[index] ?? ''))
    .join('');
}

function linkNames(workspace: Workspace, text: string, link: (id: string, name: string) => string): string {
  const people = [...workspace.state.people.values()].flatMap(({ id, name, realName }) => [
    { typed: name, to: link(id, name) },
    { typed: realName, to: link(id, name) },
  ]);
  const channels = [...workspace.state.channels.values()]
    .filter((channel) => channel.kind !== 'dm')
    .map(({ id, name }) => ({ typed: name, to: `<#${id}|${name}>` }));
  return linkAll(linkAll(text, '@', people), '#', channels);
}

/** Longer names first, so that `@ana.brito` is not taken for `@ana`. */
function linkAll(text: string, sign: string, names: { typed: string; to: string }[]): string {
  const links = new Map(names.map(({ typed, to }) => [typed.toLowerCase(), to]));
  const patterns = [...links.keys()].sort((a, b) => b.length - a.length).map(quote);
  if (patterns.length === 0) return text;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}<|])${sign}(${patterns.join('|')})(?![\\p{L}\\p{N}_-])`, 'giu');
  return text.replace(pattern, (whole, name: string) => links.get(name.toLowerCase()) ?? whole);
}

function quote(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
