export const CLAIM = 'alert_claim';

declare module '../../words/decision.ts' {
  interface Events {
    alert_claimed: true;
  }
}
