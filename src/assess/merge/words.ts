export const SPLIT = 'mention_split';

declare module '../../words/decision.ts' {
  interface Events {
    alert_merged: true;
    mention_split: true;
  }
}
