export const DISMISS = 'alert_dismiss';
export const REOPEN_ALERT = 'alert_reopen';
export const DISMISS_FORM = 'dismiss';

declare module '../../words/decision.ts' {
  interface Events {
    alert_dismissed: true;
    alert_reopened: true;
  }
}
