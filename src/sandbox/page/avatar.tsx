import type { Person } from '../protocol.ts';
import { Icon } from './icon.tsx';

const HUES = 10;

/** Two letters on a colour that is always the same for the same person. Decorative: the name always stands beside it. */
export function Avatar({
  person,
  id,
  size = 'm',
}: {
  person: Person | undefined;
  id?: string;
  size?: 's' | 'm' | 'l';
}) {
  const key = person?.id ?? id ?? '';
  const kind = person?.isBot ? 'avatar-app' : `avatar-${hueOf(key)}`;
  return (
    <span class={`avatar avatar-size-${size} ${kind}`} aria-hidden="true">
      {person?.isBot ? <Icon name="bolt" /> : initialsOf(person?.realName || person?.name || key)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '?')][0] ?? '')
    .join('')
    .toUpperCase();
}

function hueOf(key: string): number {
  let sum = 7;
  for (const char of key) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}
