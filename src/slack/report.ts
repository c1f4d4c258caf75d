/** "Report as mention": what a person saw is treated like what a listening tool heard. */
import type { App, MessageShortcut } from '@slack/bolt';
import { openModal } from './answer.ts';
import type { Firebreak } from './firebreak.ts';
import { aboutReport, form, network, personOf } from './request.ts';
import { MODAL, SHORTCUT } from './views/actions.ts';
import { REPORTED } from './views/alert-card.ts';
import { reportModal } from './views/alert-modals.ts';
import { said } from './views/modals.ts';

export function listenForReports(app: App, { hearReport, now }: Firebreak): void {
  app.shortcut<MessageShortcut>(
    { callback_id: SHORTCUT.report, type: 'message_action' },
    async ({ ack, shortcut, client }) => {
      await ack();
      const { channel, message, trigger_id } = shortcut;
      const skeleton = { id: MODAL.report, title: 'Report as mention' };
      await openModal(client, trigger_id, skeleton, async () => {
        const { permalink } = await client.chat.getPermalink({ channel: channel.id, message_ts: message.ts });
        const text = unformatted(message.text ?? '');
        return reportModal({ text, url: firstUrl(message.text ?? ''), permalink: permalink ?? '' });
      });
    },
  );

  app.view(MODAL.report, async ({ ack, body, view }) => {
    const { permalink } = aboutReport.parse(view.private_metadata);
    const values = form(view);
    const text = values.text('text');
    if (!text) return ack({ response_action: 'errors', errors: { text: 'Say what was said.' } });
    const report = {
      text,
      url: values.text('url'),
      network: network.parse(values.choice('network')),
      author: values.text('author'),
      permalink,
      query: `reported by <@${personOf(body)}>`,
    };
    const isNew = await hearReport(REPORTED, report, now());
    const told = isNew
      ? 'Reported. Its card is in the alerts channel, and the clock runs.'
      : 'This one is known already; its card is in the alerts channel.';
    return ack({ response_action: 'update', view: said('Report as mention', told) });
  });
}

/** Slack's own markup taken back to what the person saw. */
function unformatted(text: string): string {
  return text
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replace(/<[@#!][^|>]*\|([^>]*)>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

function firstUrl(text: string): string | null {
  return /<(https?:[^|>]+)/.exec(text)?.[1]?.replace(/&amp;/g, '&') ?? null;
}
