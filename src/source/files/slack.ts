/** `/incident import`: a file of posts, heard as if a listening tool had sent it. */

import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { forgetRequest, rememberRequest } from '../../db/record.ts';
import { download } from '../../slack/download.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { form, personOf, requestIdOf } from '../../slack/kit/request.ts';
import {
  type ImportResult,
  importedModal,
  importedText,
  notImportedModal,
  notImportedText,
  readingModal,
} from './view.ts';
import { IMPORT_FILE_FORM } from './words.ts';

declare module '../../slack/firebreak.ts' {
  interface Firebreak {
    /**
     * Reads a file and hears what is in it; returns once all is stored, or why it cannot be read. The same once more
     * changes nothing. `order` null: not known. `zone` is an IANA name, for times that name none; null: UTC.
     */
    importFile: (
      bytes: Buffer,
      dates: { order: 'day-first' | 'month-first' | null; zone: string | null },
      at: Date,
    ) => Promise<ImportResult | { why: string }>;
  }
}

/** What Slack allows in a form. Bytes. */
const LARGEST = 10 * 1_048_576;

const givenFile = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  url_private_download: z.string().nullish(),
  /** `check_file_info`: Slack Connect keeps the rest back. */
  file_access: z.string().nullish(),
});
type GivenFile = z.infer<typeof givenFile>;

const order = z.enum(['day-first', 'month-first']).nullable().catch(null);

export function listenForImports(app: App, { db, now, log, importFile }: Firebreak): void {
  app.view(IMPORT_FILE_FORM, async ({ ack, body, view, client }) => {
    const values = form(view);
    const zone = values.text('zone');
    if (zone && !isZone(zone)) {
      return ack({
        response_action: 'errors',
        errors: { zone: 'There is no such time zone. Write it like Europe/Lisbon.' },
      });
    }
    const file = givenFile.safeParse(values.files('file')[0]).data;
    if (!file) return ack({ response_action: 'errors', errors: { file: 'Choose a file.' } });
    const name = file.name ?? 'The file';
    await ack({ response_action: 'update', view: readingModal(name) });
    const request = `import ${requestIdOf(body) ?? view.id}`;
    if (!(await rememberRequest(db, request, now()))) return;

    const by = personOf(body);
    const result = await outcome(
      file,
      { order: order.parse(values.choice('dates')), zone: zone || null },
      client,
    ).catch(async (error: unknown) => {
      await forgetRequest(db, request);
      // Else it would say "reading" for ever; `app.error` tells and logs what went wrong.
      await show({ why: 'Something went wrong on our side. Import it once more: nothing counts twice.' });
      throw error;
    });
    if ('why' in result) await forgetRequest(db, request);
    await show(result);

    async function show(result: ImportResult | { why: string }): Promise<void> {
      const failed = 'why' in result;
      const modal = failed ? notImportedModal(name, result.why) : importedModal(name, result);
      const text = failed ? notImportedText(name, result.why) : importedText(name, result);
      log.info(
        { by, file: name, ...(failed ? result : { ...result, refused: result.refused.length }) },
        'a file was imported',
      );
      // Who closed the window meanwhile is told in a direct message.
      await client.views
        .update({ view_id: view.id, view: modal })
        .catch(() => client.chat.postMessage({ channel: by, text }));
    }
  });

  async function outcome(
    file: GivenFile,
    dates: Parameters<Firebreak['importFile']>[1],
    client: WebClient,
  ): Promise<ImportResult | { why: string }> {
    const url = await addressOf(file, client);
    if (url === null) return { why: 'Slack does not say where the file is.' };
    const bytes = await download(url, { token: client.token ?? '', apiUrl: client.slackApiUrl }, LARGEST);
    return typeof bytes === 'string' ? { why: bytes } : importFile(bytes, dates, now());
  }
}

async function addressOf(file: GivenFile, client: WebClient): Promise<string | null> {
  if (file.url_private_download && file.file_access !== 'check_file_info') return file.url_private_download;
  const { file: known } = await client.files.info({ file: file.id });
  return known?.url_private_download ?? known?.url_private ?? null;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
