/** How something owed travels. Each kind says so where it is declared. */

/**
 * Who goes first. `page`: people are waiting to be asked. `press`: edits that somebody who pressed a button looks for.
 * `alert`: the alerts channel. `room`: an incident's channel and its readers. `card`: other edits of what has been
 * posted. `housekeeping`: what nobody waits for.
 */
export const LANES = ['page', 'press', 'alert', 'room', 'card', 'housekeeping'] as const;
export type Lane = (typeof LANES)[number];

/** The alerts channel of whatever is told: deliveries of one place are sent one after the other, spaced. */
export const ALERTS_CHANNEL = 'alerts';

export interface Route {
  lane: Lane;
  key: string;
  /** `ALERTS_CHANNEL`, `person:U1`, `room:7`, or null where no order is needed. */
  place: string | null;
  /** Rendered from the present state when sent: asking again means once more, never twice. Else it is said once. */
  isRedrawn?: true;
  notBefore?: Date;
  /** What belongs together. */
  series?: string;
  /** A newer one of the series takes the place of those that have not been said. */
  isLatestOnly?: true;
  /** 1 to 4, as severe as that; else as severe as the alert, incident or page it names. */
  weight?: 1 | 2;
}
