declare module '../../words/decision.ts' {
  interface OwedKinds {
    headline: { incidentId: number };
  }
}

export {};
