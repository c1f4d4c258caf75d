/** The course of an alert's mentions as a picture, for those who look at all of them. */

import type { Delivery } from '../../delivery/claim.ts';
import { type Delivered, NotYet } from '../../delivery/outcome.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { pngOf } from '../../slack/rasterise.ts';
import { deleteFile, upload } from '../../slack/upload.ts';
import { after, minutes } from '../../words/time.ts';
import { findAlert } from '../card/store.ts';
import { MANY, seriesOf } from './rule.ts';
import { volumesOf } from './store.ts';
import { chartInWords, chartSvg } from './view-chart.ts';

/** A story that grows fast is drawn no more often than this. */
const AT_MOST_EVERY = minutes(1);

/**
 * Draw and upload it. An attempt whose outcome is unknown is simply made again: what it
 * may leave behind is a file that nobody was shown.
 */
export async function deliverAlertChart(
  { db, api, now }: Firebreak,
  { owed: { alertId }, receipt }: Delivery<'alert_chart'>,
): Promise<Delivered | undefined> {
  const drawnAt = receipt?.drawnAt ? new Date(receipt.drawnAt) : null;
  // Further ahead than that it was drawn before the clock was set back.
  const wait = drawnAt ? drawnAt.getTime() + AT_MOST_EVERY - now().getTime() : 0;
  if (wait > 0 && wait <= AT_MOST_EVERY) throw new NotYet(after(now(), wait), 'self');
  const alert = await findAlert(db, alertId);
  if (!alert || alert.mentionCount < MANY || alert.status === 'merged') return undefined;
  const series = seriesOf(await volumesOf(db, alertId), now());
  const inWords = chartInWords(series);
  const content = await pngOf(chartSvg(series));
  const fileId = await upload(api, { name: `alert-${alertId}-mentions.png`, inWords, content });
  // Somebody may be looking at the last one, so the one before it goes.
  if (receipt?.before) await deleteFile(api, receipt.before);
  const before = receipt?.fileId ? { before: receipt.fileId } : {};
  return { receipt: { fileId, inWords, drawnAt: now().toISOString(), ...before } };
}
