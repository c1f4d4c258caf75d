/** A button's value: what it is about, and the version its clicker saw. Heard again with zod. */
export function alertValue(alert: { id: number; version: number }): string {
  return JSON.stringify({ alertId: alert.id, version: alert.version });
}

export function incidentValue(incident: { id: number; version: number }): string {
  return JSON.stringify({ incidentId: incident.id, version: incident.version });
}
