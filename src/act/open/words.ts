export const ESCALATE = 'alert_escalate';
export const NEW_INCIDENT = 'incident_new';
export const ESCALATE_FORM = 'escalate';
export const NEW_INCIDENT_FORM = 'new_incident';
export const NEW_INCIDENT_SHORTCUT = 'open_incident';

declare module '../../words/decision.ts' {
  interface Events {
    alert_escalated: true;
    incident_opened: true;
  }
}
