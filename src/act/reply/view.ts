import type { Alert } from '../../alert/card/words.ts';
import { button } from '../../slack/kit/elements.ts';
import { link, type MessageView, moment, quoted, section } from '../../slack/kit/text.ts';
import type { Owed } from '../../words/decision.ts';
import { NETWORKS } from '../../words/judgement.ts';
import { LOG_SEEN_REPLY } from './words.ts';

type SeenReply = Extract<Owed, { kind: 'reply_seen' }>['reply'];

/** "Our page answered this. Was it the response?" An automatic answer is none, so a person decides. */
export function replySeen(alert: Alert, reply: SeenReply): MessageView {
  const where = link(reply.url, `answered on ${NETWORKS[reply.network]}`);
  const said = `👀 ${quoted(reply.by, 80)} ${where} ${moment(reply.at)}. Was that our first human answer to “${quoted(alert.title, 80)}”?`;
  const value = JSON.stringify({ alertId: alert.id, url: reply.url, network: reply.network });
  return {
    text: said,
    blocks: [
      section(`${said}\n_The response clock runs until somebody says so. An automatic answer is none._`),
      {
        type: 'actions',
        elements: [button(LOG_SEEN_REPLY, 'Yes, log it…', { value, style: 'primary' })],
      },
    ],
  };
}
