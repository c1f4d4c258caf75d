export const SNOOZE_FORM = 'snooze';

declare module '../../words/decision.ts' {
  interface Events {
    alert_snoozed: true;
  }
}
