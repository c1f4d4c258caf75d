/** How fast a story is told. Posts an hour that are negative or not classified. */
export interface Pace {
  lastHour: number;
  /** The median for this hour of the week over 28 days; null when that is not known yet. */
  usual: number | null;
}

declare module '../../words/decision.ts' {
  interface OwedKinds {
    alert_chart: { alertId: number };
  }
}

/** A picture that was uploaded for the card. */
export interface ShownChart {
  fileId: string;
  inWords: string;
}
