/** How a capability says what it owes the outside: its route, its handler, its name for people. */
import type { Route } from '../db/route.ts';
import type { Delivery } from '../delivery/claim.ts';
import type { Delivered } from '../delivery/outcome.ts';
import type { Owed, OwedKind } from '../words/decision.ts';
import type { Firebreak } from './firebreak.ts';

export interface Owes<Kind extends OwedKind> {
  /** In a list of what waits: "the card". */
  named: string;
  /** After "Firebreak could not …": "show an alert". */
  does: string;
  route: (owed: Owed<Kind>) => Route;
  deliver: (firebreak: Firebreak, delivery: Delivery<Kind>) => Promise<Delivered | undefined>;
  /** Where it stands is kept for as long as what it shows can change. */
  shows?: 'alert' | 'incident' | 'storm' | 'day';
  /** Nobody mends anything for it: what it would show is said elsewhere. */
  isDispensable?: true;
}

/** Several kinds, each once. */
export type OwesKinds = { [Kind in OwedKind]?: Owes<Kind> };
