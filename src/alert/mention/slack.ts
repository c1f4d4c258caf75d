/** All mentions of an alert, a page at a time. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { NO_ALERT, type Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { openModal } from '../../slack/kit/answer.ts';
import { alertButton, json } from '../../slack/kit/request.ts';
import { findAlert } from '../card/store.ts';
import { MANY } from '../spread/rule.ts';
import { spreadOf } from '../spread/store.ts';
import { chartOf, wantChart } from '../spread/store-chart.ts';
import { type Beside, findMention, mentionsBeside, mentionsOfAlert } from './store.ts';
import { MENTIONS_AT_ONCE, mentionsModal } from './view.ts';
import { MENTIONS, MENTIONS_FORM, TURN_MENTIONS } from './words.ts';

const mentionsButton = json(
  z.object({
    alertId: z.number().int(),
    skip: z.number().int().min(0),
    beside: z
      .object({ id: z.string(), at: z.iso.datetime().pipe(z.coerce.date()), way: z.enum(['later', 'earlier']) })
      .optional(),
  }),
);

/** Milliseconds. */
const CHART_READY_AFTER = 30_000;

export function listenForMentions(app: App, { db, now }: Firebreak): void {
  app.action<Press>(MENTIONS, async ({ ack, action, body, client }) => {
    await ack();
    const { alertId } = alertButton.parse(action.value);
    await openModal(client, body.trigger_id, { id: MENTIONS_FORM, title: 'Mentions' }, () => mentionsFrom(alertId, 0));
  });

  app.action<Press>(new RegExp(`^${TURN_MENTIONS}_`), async ({ ack, action, body, client }) => {
    await ack();
    const { alertId, skip, beside } = mentionsButton.parse(action.value);
    const view = await mentionsFrom(alertId, skip, beside);
    if (body.view && typeof view !== 'string') await client.views.update({ view_id: body.view.id, view });
  });

  async function mentionsFrom(alertId: number, skip: number, beside?: Beside) {
    const alert = await findAlert(db, alertId);
    if (!alert) return NO_ALERT;
    const mentions =
      beside && skip > 0
        ? await mentionsBeside(db, alertId, MENTIONS_AT_ONCE, beside)
        : await mentionsOfAlert(db, alertId, MENTIONS_AT_ONCE, skip);
    const isSpread = skip === 0 && alert.mentionCount >= MANY;
    const first = isSpread ? await findMention(db, alert.firstMentionId) : null;
    if (!first) return mentionsModal(alert, mentions, skip);
    const [spread, chart] = await Promise.all([spreadOf(db, alert, first, now()), chartOf(db, alert)]);
    await wantChart(db, alert, chart, now());
    // Slack may refuse a picture that it was given a moment ago.
    const picture = chart && now().getTime() - chart.drawnAt.getTime() >= CHART_READY_AFTER ? chart : null;
    return mentionsModal(alert, mentions, skip, { spread, chart: picture, now: now() });
  }
}
