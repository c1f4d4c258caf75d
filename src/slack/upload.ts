/** Files of ours, for blocks that show them. They are shared with no channel of their own. */
import { z } from 'zod';
import type { SlackApi } from './api.ts';
import { NoAnswer, SlackRefusal } from './errors.ts';

const announced = z.object({ upload_url: z.string(), file_id: z.string() });

/** Shorter than a delivery's lease. Milliseconds. */
const TIMEOUT = 5_000;

export interface Picture {
  name: string;
  /** What is on it, for those who cannot see it. */
  inWords: string;
  content: Uint8Array;
}

/** Upload a picture. Answers the file's id. Slack may need a few seconds more before a block can show it. */
export async function upload(api: SlackApi, { name, inWords, content }: Picture): Promise<string> {
  const answer = await api.call('files.getUploadURLExternal', {
    filename: name,
    length: content.byteLength,
    alt_txt: inWords,
  });
  const { upload_url, file_id } = announced.parse(answer);
  await send(upload_url, content);
  await api.call('files.completeUploadExternal', { files: [{ id: file_id, title: name }] });
  return file_id;
}

/** One that is gone already is as good as deleted. */
export async function deleteFile(api: SlackApi, fileId: string): Promise<void> {
  const isGone = ['file_not_found', 'file_deleted'];
  await api.call('files.delete', { file: fileId }, isGone).catch((error) => {
    if (!(error instanceof SlackRefusal && isGone.includes(error.code))) throw error;
  });
}

async function send(url: string, content: Uint8Array): Promise<void> {
  const what = 'the upload';
  const response = await fetch(url, {
    method: 'POST',
    body: content,
    headers: { 'content-type': 'application/octet-stream' },
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((error) => {
    throw new NoAnswer(what, error);
  });
  await response.body?.cancel();
  if (!response.ok) throw new NoAnswer(what, new Error(`It was answered with ${response.status}.`));
}
