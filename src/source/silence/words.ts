declare module '../../words/decision.ts' {
  interface OwedKinds {
    source_word: { source: string; text: string; once: string };
  }
}

export {};
