/** So many calls in a row without an answer, over so long, are no accident. */
const IN_A_ROW = 5;
const FOR_LONGER_THAN = 3_000;

/** Whether the outside answers at all. */
export interface Reach {
  /** It said something, be it no. */
  answered: () => void;
  unanswered: () => void;
  /** Since when nothing has been answered; null while the outside answers. */
  awaySince: () => Date | null;
  /** Called when it answers again after having been away, for so many milliseconds. */
  onReturn: (listener: (awayFor: number) => void) => void;
}

export function watchReach(now: () => Date): Reach {
  let inARow = 0;
  let first = now();
  const listeners: ((awayFor: number) => void)[] = [];
  const awaySince = () => (inARow >= IN_A_ROW && now().getTime() - first.getTime() >= FOR_LONGER_THAN ? first : null);
  return {
    answered: () => {
      const since = awaySince();
      inARow = 0;
      if (since !== null) for (const listener of listeners) listener(now().getTime() - since.getTime());
    },
    unanswered: () => {
      if (inARow === 0) first = now();
      inARow += 1;
    },
    awaySince,
    onReturn: (listener) => {
      listeners.push(listener);
    },
  };
}
