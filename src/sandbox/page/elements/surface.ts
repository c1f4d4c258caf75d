/**
 * A surface is one message, modal or home tab: the elements on it share what is held, what waits for an answer,
 * and what failed.
 */
import { createContext } from 'preact';
import { useCallback, useContext, useMemo, useRef, useState } from 'preact/hooks';
import type { ElementState, Place, ViewValues } from '../../protocol.ts';
import { useSession } from '../live/context.ts';

interface Held {
  blockId: string;
  actionId: string;
  state: ElementState;
  /** The element's start value when it was touched, to notice that the app has set another since. */
  against: string;
}

export interface Surface {
  place: Place;
  /** Errors the app reported, by block id. */
  errors: Record<string, string>;
  held: Record<string, Held>;
  pending: ReadonlySet<string>;
  failure: { blockId: string; why: string } | null;
  hold: (held: Held) => void;
  drop: (key: string) => void;
  click: (blockId: string, actionId: string, state: ElementState) => Promise<void>;
  /** Everything touched so far. The server adds what was not. */
  values: () => ViewValues;
}

const NOWHERE: Surface = {
  place: { kind: 'home' },
  errors: {},
  held: {},
  pending: new Set(),
  failure: null,
  hold: () => {},
  drop: () => {},
  click: async () => {},
  values: () => ({}),
};

export const SurfaceContext = createContext<Surface>(NOWHERE);

export const useSurface = (): Surface => useContext(SurfaceContext);

export const keyOf = (blockId: string, actionId: string): string => `${blockId} ${actionId}`;

export function useNewSurface(place: Place, errors: Record<string, string>): Surface {
  const { act } = useSession();
  const [held, setHeld] = useState<Record<string, Held>>({});
  const [pending, setPending] = useState<ReadonlySet<string>>(NOWHERE.pending);
  const [failure, setFailure] = useState<Surface['failure']>(null);
  const latest = useRef({ held, place });
  latest.current.place = place;

  const keep = useCallback((next: Record<string, Held>) => {
    latest.current.held = next;
    setHeld(next);
  }, []);
  const hold = useCallback(
    (one: Held) => keep({ ...latest.current.held, [keyOf(one.blockId, one.actionId)]: one }),
    [keep],
  );
  const drop = useCallback(
    (key: string) => keep(Object.fromEntries(Object.entries(latest.current.held).filter(([other]) => other !== key))),
    [keep],
  );
  const values = useCallback(() => valuesOf(Object.values(latest.current.held)), []);
  const click = useCallback(
    async (blockId: string, actionId: string, state: ElementState) => {
      const key = keyOf(blockId, actionId);
      setFailure(null);
      setPending((before) => new Set([...before, key]));
      const answer = await act({
        kind: 'click',
        place: latest.current.place,
        blockId,
        actionId,
        state,
        values: values(),
      });
      setPending((before) => new Set([...before].filter((other) => other !== key)));
      if (!answer.ok) setFailure({ blockId, why: answer.why });
    },
    [act, values],
  );

  return useMemo(
    () => ({ place, errors, held, pending, failure, hold, drop, click, values }),
    [place, errors, held, pending, failure, hold, drop, click, values],
  );
}

function valuesOf(held: Held[]): ViewValues {
  const values: ViewValues = {};
  for (const { blockId, actionId, state } of held) values[blockId] = { ...values[blockId], [actionId]: state };
  return values;
}
