/** One element's share of its surface: what it holds, and how to change it. */
import { useEffect } from 'preact/hooks';
import type { ElementState } from '../../protocol.ts';
import { initialState } from './element-state.ts';
import { keyOf, useSurface } from './surface.ts';

/** How an input block names its element. Elsewhere elements name themselves. */
export interface Field {
  id: string;
  labelledBy: string;
  describedBy?: string;
  isInvalid: boolean;
  isRequired: boolean;
}

export interface ElementProps<E> {
  blockId: string;
  element: E;
  /** Whether the app hears of every change at once, and not only when the modal is submitted. */
  dispatches: boolean;
  field?: Field;
}

export interface ElementUse {
  state: ElementState;
  /** Holds a new value and, when the element dispatches, tells the app. */
  set: (state: ElementState) => void;
  /** Holds a new value without telling the app yet. */
  hold: (state: ElementState) => void;
  /** Tells the app what is held, or something that is never held, such as a click. */
  send: (state: ElementState) => void;
  isPending: boolean;
}

export function useElement({
  blockId,
  element,
  dispatches,
}: ElementProps<{ type: string; action_id?: string }>): ElementUse {
  const surface = useSurface();
  const actionId = element.action_id ?? '';
  const key = keyOf(blockId, actionId);
  const initial = initialState(element);
  const against = JSON.stringify(initial);
  const held = surface.held[key];
  // In a modal what a person typed survives every update. On a card or a home tab the app's newer word counts.
  const isStale =
    held !== undefined &&
    (held.state.type !== element.type || (surface.place.kind !== 'view' && held.against !== against));
  const { drop } = surface;
  useEffect(() => {
    if (isStale) drop(key);
  }, [isStale, drop, key]);

  const isPending = surface.pending.has(key);
  const hold = (state: ElementState) => surface.hold({ blockId, actionId, state, against });
  const send = (state: ElementState) => {
    if (!isPending) void surface.click(blockId, actionId, state);
  };
  const set = (state: ElementState) => {
    hold(state);
    if (dispatches) send(state);
  };
  return { state: held && !isStale ? held.state : initial, set, hold, send, isPending };
}

/** Names and states an element for screen readers, inside an input block or on its own. */
export function ariaOf(field: Field | undefined, ownName: string) {
  if (!field) return { 'aria-label': ownName };
  return {
    id: field.id,
    'aria-labelledby': field.labelledBy,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.isInvalid,
    'aria-required': field.isRequired,
  } as const;
}
