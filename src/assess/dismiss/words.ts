export const DISMISS = 'alert_dismiss';
/** In one press, with this reason. */
export const NOT_ABOUT_US = 'alert_not_about_us';
export const REOPEN_ALERT = 'alert_reopen';
export const DISMISS_FORM = 'dismiss';

declare module '../../words/decision.ts' {
  interface Events {
    alert_dismissed: true;
    alert_reopened: true;
  }
}
