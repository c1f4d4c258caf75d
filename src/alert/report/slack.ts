/** "Report as mention": what a person saw is treated like what a listening tool heard. */

import type { App, MessageShortcut } from '@slack/bolt';
import { z } from 'zod';
import type { Firebreak } from '../../slack/firebreak.ts';
import { openModal } from '../../slack/kit/answer.ts';
import { said } from '../../slack/kit/frame.ts';
import { form, json, network, personOf } from '../../slack/kit/request.ts';
import type { Network } from '../../words/judgement.ts';
import { reportModal } from './view.ts';
import { REPORT_FORM, REPORT_SHORTCUT, REPORTED } from './words.ts';

declare module '../../slack/firebreak.ts' {
  interface Firebreak {
    /** Hears what a colleague reported, under this name of a source. False when it was known already. */
    hearReport: (
      source: string,
      report: { text: string; url: string; network: Network; author: string; permalink: string; query: string },
      at: Date,
    ) => Promise<boolean>;
  }
}

const aboutReport = json(z.object({ permalink: z.string() }));

export function listenForReports(app: App, { hearReport, now }: Firebreak): void {
  app.shortcut<MessageShortcut>(
    { callback_id: REPORT_SHORTCUT, type: 'message_action' },
    async ({ ack, shortcut, client }) => {
      await ack();
      const { channel, message, trigger_id } = shortcut;
      const skeleton = { id: REPORT_FORM, title: 'Report as mention' };
      await openModal(client, trigger_id, skeleton, async () => {
        const { permalink } = await client.chat.getPermalink({ channel: channel.id, message_ts: message.ts });
        const text = unformatted(message.text ?? '');
        return reportModal({ text, url: firstUrl(message.text ?? ''), permalink: permalink ?? '' });
      });
    },
  );

  app.view(REPORT_FORM, async ({ ack, body, view }) => {
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
export function unformatted(text: string): string {
  return text
    .replace(/<(https?:[^<|>]+)(?:\|[^<>]*)?>/g, '$1')
    .replace(/<[@#!][^<|>]*\|([^<>]*)>/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

function firstUrl(text: string): string | null {
  return /<(https?:[^|>]+)/.exec(text)?.[1]?.replace(/&amp;/g, '&') ?? null;
}
