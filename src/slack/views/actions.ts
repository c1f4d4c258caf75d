/** Every id a button, menu, modal or shortcut carries. Built here, heard in the listeners. */
export const ACTION = {
  severity: 'alert_severity',
  assess: 'alert_assess',
  escalate: 'alert_escalate',
  claim: 'alert_claim',
  dismiss: 'alert_dismiss',
  reopenAlert: 'alert_reopen',
  more: 'alert_more',
  mentionsPage: 'alert_mentions_page',
  split: 'mention_split',
  takeOut: 'storm_take_out',
  stormAll: 'storm_all',
  stormPage: 'storm_page',
  stopMute: 'mute_stop',
  logSeenReply: 'reply_seen_log',
  acknowledgePage: 'page_acknowledge',
  declinePage: 'page_decline',
  takeLead: 'page_take_lead',
  takeRole: 'incident_role',
  update: 'incident_update',
  reply: 'incident_reply',
  changeSeverity: 'incident_severity',
  resolve: 'incident_resolve',
  moreIncident: 'incident_more',
  heartbeatSame: 'heartbeat_same',
  heartbeatProgress: 'heartbeat_progress',
  heartbeatFixed: 'heartbeat_fixed',
  approveSilence: 'silence_approve',
  declineSilence: 'silence_decline',
  subscribe: 'incident_subscribe',
  subscribeAll: 'subscribe_all',
  unsubscribeAll: 'unsubscribe_all',
  newIncident: 'incident_new',
  retry: 'delivery_retry',
  close: 'incident_close',
  reopen: 'incident_reopen',
  sources: 'sources',
  sourceAdd: 'source_add',
  sourceList: 'source_list',
  sourcePage: 'source_page',
  sourceMore: 'source_more',
  sourceLook: 'source_look',
  rejectedPage: 'rejected_page',
  rejectedAgain: 'rejected_again',
} as const;

export const MODAL = {
  assess: 'assess',
  lower: 'lower_severity',
  dismiss: 'dismiss',
  snooze: 'snooze',
  attach: 'attach',
  replyToAlert: 'reply_to_alert',
  escalate: 'escalate',
  mentions: 'mentions',
  storm: 'storm',
  mute: 'mute',
  update: 'update',
  reply: 'reply',
  incidentSeverity: 'incident_severity',
  silence: 'silence',
  heartbeat: 'heartbeat',
  newIncident: 'new_incident',
  reopen: 'reopen',
  report: 'report_mention',
  whichIncident: 'which_incident',
  importFile: 'import_file',
  sources: 'sources',
  sourceKind: 'source_kind',
  sourceForm: 'source_form',
  sourceRotate: 'source_rotate',
  sourceRemove: 'source_remove',
  result: 'result',
} as const;

export const SHORTCUT = { report: 'report_mention', newIncident: 'open_incident' } as const;

/** What overflow menus offer. */
export const MORE = {
  attach: 'Attach or merge…',
  snooze: 'Snooze…',
  wake: 'Stop snoozing',
  mute: 'Snooze author, hashtag or query…',
  reply: 'Log our reply',
  mentions: 'Show all mentions',
} as const;

export const MORE_INCIDENT = {
  silence: 'No public response…',
  subscribe: 'Subscribe',
} as const;

export const MORE_SOURCE = {
  test: 'Test',
  pause: 'Pause',
  resume: 'Resume',
  rotate: 'Rotate secret…',
  rejected: 'Rejected…',
  remove: 'Remove…',
} as const;

/** A button's value: what it is about, and the version its clicker saw. Heard again with zod. */
export function alertValue(alert: { id: number; version: number }): string {
  return JSON.stringify({ alertId: alert.id, version: alert.version });
}

export function incidentValue(incident: { id: number; version: number }): string {
  return JSON.stringify({ incidentId: incident.id, version: incident.version });
}
