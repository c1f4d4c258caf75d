export const WHICH_INCIDENT_FORM = 'which_incident';
