import type { Database } from '../../db/connect.ts';
import { queue, receiptOf } from '../../db/deliveries.ts';
import type { Alert } from '../card/words.ts';
import { chartOwed, isStale, MANY } from './rule.ts';
import type { ShownChart } from './words.ts';

/** Somebody looks at this alert: its chart is drawn for the next look, where there is none or it is old. */
export async function wantChart(db: Database, alert: Alert, chart: { drawnAt: Date } | null, now: Date): Promise<void> {
  if (!isStale(chart, alert.lastMentionAt, now)) return;
  await db.sql.transaction((tx) => queue(db, tx, chartOwed(alert), now));
  db.owed();
}

/** The chart of an alert as it was drawn last. */
export async function chartOf(db: Database, alert: Alert): Promise<(ShownChart & { drawnAt: Date }) | null> {
  if (alert.mentionCount < MANY) return null;
  const receipt = await receiptOf(db, { kind: 'alert_chart', alertId: alert.id });
  if (!receipt?.fileId || !receipt.drawnAt) return null;
  return { fileId: receipt.fileId, inWords: receipt.inWords ?? '', drawnAt: new Date(receipt.drawnAt) };
}
