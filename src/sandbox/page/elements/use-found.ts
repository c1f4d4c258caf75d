/** Choices that are looked up elsewhere while a person types. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChoiceGroup } from './choices.ts';

/** Typing must rest this long before the app is asked (ms). */
const REST_MS = 250;

interface Found {
  groups: ChoiceGroup[];
  /** What to say instead of, or below, the choices. */
  note: string;
}

export function useFound(
  search: ((typed: string) => Promise<ChoiceGroup[] | string>) | undefined,
  typed: string,
  minQuery: number,
): Found {
  const [found, setFound] = useState<Found>({ groups: [], note: '' });
  const searchNow = useRef(search);
  searchNow.current = search;
  const isSearching = search !== undefined;

  useEffect(() => {
    if (!isSearching) return;
    if (typed.length < minQuery) {
      setFound({ groups: [], note: `Type at least ${minQuery} ${minQuery === 1 ? 'letter' : 'letters'}.` });
      return;
    }
    let isCurrent = true;
    setFound((before) => ({ ...before, note: 'Searching…' }));
    const timer = setTimeout(
      async () => {
        const answer = (await searchNow.current?.(typed)) ?? [];
        if (!isCurrent) return;
        if (typeof answer === 'string') setFound({ groups: [], note: answer });
        else
          setFound({ groups: answer, note: answer.some((group) => group.choices.length > 0) ? '' : 'Nothing found.' });
      },
      typed === '' ? 0 : REST_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [isSearching, typed, minQuery]);

  return found;
}
