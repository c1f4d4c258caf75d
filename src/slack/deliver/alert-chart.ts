/** The course of an alert's mentions as a picture, for its card. */
import { MANY, seriesOf } from '../../alert/spread.ts';
import { findAlert } from '../../db/alerts.ts';
import { receiptOf } from '../../db/deliveries.ts';
import { volumesOf } from '../../db/volumes.ts';
import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, NotYet } from '../../delivery/outcome.ts';
import { type Alert, after, minutes } from '../../words.ts';
import { chartInWords, chartSvg } from '../chart.ts';
import type { Firebreak } from '../firebreak.ts';
import { pngOf } from '../rasterise.ts';
import { deleteFile, upload } from '../upload.ts';
import type { ShownChart } from '../views/alert-card.ts';

/** A story that grows fast is drawn no more often than this. */
const AT_MOST_EVERY = minutes(1);

/**
 * Draw and upload it, then have the card drawn anew. An attempt whose outcome is unknown is simply made again: what it
 * may leave behind is a file that nobody was shown.
 */
export async function deliverAlertChart(
  { db, api, now }: Firebreak,
  { owed: { alertId }, receipt }: Delivery<'alert_chart'>,
): Promise<Delivered | undefined> {
  const drawnAt = receipt?.drawnAt ? new Date(receipt.drawnAt) : null;
  const again = drawnAt && after(drawnAt, AT_MOST_EVERY);
  if (again && again > now()) throw new NotYet(again, 'self');
  const alert = await findAlert(db, alertId);
  if (!alert || alert.mentionCount < MANY || alert.status === 'merged') return undefined;
  const series = seriesOf(await volumesOf(db, alertId), now());
  const inWords = chartInWords(series);
  const content = await pngOf(chartSvg(series));
  const fileId = await upload(api, { name: `alert-${alertId}-mentions.png`, inWords, content });
  // The last one stands on the card until that is drawn anew, so the one before it goes.
  if (receipt?.before) await deleteFile(api, receipt.before);
  const before = receipt?.fileId ? { before: receipt.fileId } : {};
  return {
    receipt: { fileId, inWords, drawnAt: now().toISOString(), ...before },
    owes: [{ kind: 'alert_card', alertId }],
  };
}

/** The chart that an alert's card can show now. */
export async function chartOf(
  { db }: Pick<Firebreak, 'db'>,
  alert: Alert,
): Promise<(ShownChart & { drawnAt: Date }) | null> {
  if (alert.mentionCount < MANY) return null;
  const receipt = await receiptOf(db, { kind: 'alert_chart', alertId: alert.id });
  if (!receipt?.fileId || !receipt.drawnAt) return null;
  return { fileId: receipt.fileId, inWords: receipt.inWords ?? '', drawnAt: new Date(receipt.drawnAt) };
}
