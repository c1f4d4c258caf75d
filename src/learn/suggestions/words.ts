declare module '../../words/decision.ts' {
  interface OwedKinds {
    week_line: { from: string; to: string };
  }
}

export {};
