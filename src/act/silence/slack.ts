/** Deciding that there will be no public response: one proposes it, another approves. */
import type { App } from '@slack/bolt';
import { changeSeen, onIncidentChoice, onIncidentForm, type Press } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { tellRefusal } from '../../slack/kit/answer.ts';
import { incidentButton } from '../../slack/kit/request.ts';
import { answerSilence, askSilence } from './rule.ts';
import { silenceModal } from './view.ts';
import { APPROVE_SILENCE, DECLINE_SILENCE, SILENCE_FORM } from './words.ts';

const ANSWERS = {
  [APPROVE_SILENCE]: { approves: true, said: '✅ Approved: no public response. The response clock has stopped.' },
  [DECLINE_SILENCE]: { approves: false, said: '❌ Not approved. The response clock runs on.' },
};

export function listenForSilence(app: App, firebreak: Firebreak): void {
  onIncidentChoice(app, 'silence', async ({ incidentId, body, client }) => {
    await client.views.open({ trigger_id: body.trigger_id, view: silenceModal(incidentId) });
  });
  onIncidentForm(app, firebreak, SILENCE_FORM, 'approver', (values) => (incident, by, at) => {
    return askSilence(incident, values.text('reason'), values.person('approver') ?? '', by, at);
  });

  for (const [id, { approves, said }] of Object.entries(ANSWERS)) {
    app.action<Press>(id, async ({ ack, action, body, respond }) => {
      await ack();
      const { incidentId } = incidentButton.parse(action.value);
      const decision = await changeSeen(firebreak, incidentId, body, (one, by, at) =>
        answerSilence(one, approves, by, at),
      );
      if (!decision.allowed) return tellRefusal(respond, decision);
      await respond({ replace_original: true, text: said });
    });
  }
}
