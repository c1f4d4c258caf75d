import type { Database } from '../../db/connect.ts';
import { receiptOf } from '../../db/deliveries.ts';
import type { Alert } from '../card/words.ts';
import { MANY } from './rule.ts';
import type { ShownChart } from './words.ts';

/** The chart that an alert's card can show now. */
export async function chartOf(db: Database, alert: Alert): Promise<(ShownChart & { drawnAt: Date }) | null> {
  if (alert.mentionCount < MANY) return null;
  const receipt = await receiptOf(db, { kind: 'alert_chart', alertId: alert.id });
  if (!receipt?.fileId || !receipt.drawnAt) return null;
  return { fileId: receipt.fileId, inWords: receipt.inWords ?? '', drawnAt: new Date(receipt.drawnAt) };
}
