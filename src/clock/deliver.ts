import { whomToTell } from '../alert/card/owners.ts';
import { shownOn } from '../alert/card/rule.ts';
import { findAlert } from '../alert/card/store.ts';
import type { Delivery } from '../delivery/claim.ts';
import { type Delivered, POINTLESS } from '../delivery/outcome.ts';
import { alertsChannel } from '../slack/alerts-channel.ts';
import type { Firebreak } from '../slack/firebreak.ts';
import { postReplyOnce } from '../slack/post.ts';
import { threadOf } from '../slack/thread.ts';
import type { Reminder } from '../words/reminder.ts';
import { minutes } from '../words/time.ts';
import { isOverBy, stepOfAlert } from './marks.ts';
import { poolsOf, speaksAlone } from './pool.ts';
import { SUGGESTION } from './reminders.ts';
import { alertReminder } from './view.ts';

export async function deliverAlertReminder(
  firebreak: Firebreak,
  delivery: Delivery<'alert_reminder'>,
): Promise<Delivered | undefined> {
  const { alertId, reminder } = delivery.owed;
  const { db, now } = firebreak;
  const alert = await findAlert(db, alertId);
  if (!alert || alert.mutedBy !== null || isOverBy(alert, reminder)) return POINTLESS;
  const does = stepOfAlert(reminder);
  // What a newer version owes is not kept quiet.
  const isLoud = does === null || does.isLoud === true;
  const { stormId } = alert;
  if (stormId !== null) {
    const { clock, step } = reminder;
    const once = { kind: 'storm_reminder' as const, stormId, clock, step, alertId };
    return { ...POINTLESS, owes: [{ kind: 'storm_card', stormId }, once] };
  }
  // The version before owed each alone.
  if (reminder.clock !== SUGGESTION.clock && !speaksAlone(alert)) {
    return { ...POINTLESS, owes: poolsOf(alert).map((whose) => ({ kind: 'reminder_pool', whose })) };
  }
  const thread = await threadOf(firebreak, delivery, shownOn(alert), isLoud);
  const view = alertReminder(alert, sinceThen(reminder, now()), whomToTell(alert, firebreak.db.house.policyOf(alert)));
  return { receipt: await postReplyOnce(firebreak.api, delivery, alertsChannel(firebreak), view, thread) };
}

/** How late it comes shows how long it waited for Slack, too. */
function sinceThen(reminder: Reminder, now: Date): Reminder {
  const late = now.getTime() - new Date(reminder.at).getTime();
  return late > minutes(1) ? { ...reminder, lateBy: Math.max(late, reminder.lateBy) } : reminder;
}
