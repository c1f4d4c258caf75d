/** Files: announced, uploaded, shared, served. */
import { announce } from '../delivery/events.ts';
import { newId } from '../state/ids.ts';
import type { StoredChannel, StoredFile, StoredMessage } from '../state/things.ts';
import { findChannel, nextTs, nowSeconds, type Workspace } from '../state/workspace.ts';
import { post } from './messages.ts';

const MIME_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  pdf: 'application/pdf',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  md: 'text/plain',
  json: 'application/json',
};

/** Notes a file that is still to come. */
export function announceFile(workspace: Workspace, user: string, name: string, altText: string): StoredFile {
  const file: StoredFile = {
    id: newId('F'),
    name,
    title: name,
    mimetype: MIME_TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    altText,
    user,
    created: nowSeconds(workspace),
    contentBase64: '',
    shares: [],
    isComplete: false,
  };
  workspace.commit({ type: 'file', file });
  return file;
}

export function storeContent(workspace: Workspace, file: StoredFile, content: Buffer): void {
  workspace.commit({ type: 'file', file: { ...file, contentBase64: content.toString('base64') } });
}

/** Posts files to a channel as one message, and tells the app of each. */
export function shareFiles(
  workspace: Workspace,
  channel: StoredChannel,
  files: StoredFile[],
  draft: { user: string; text: string; threadTs?: string; blocks?: StoredMessage['blocks'] },
): StoredMessage {
  const message = post(workspace, channel, { ...draft, files: files.map((file) => file.id) });
  for (const file of files) {
    const shares = [...file.shares, { channel: channel.id, ts: message.ts }];
    workspace.commit({ type: 'file', file: { ...file, shares, isComplete: true } });
    const event = {
      type: 'file_shared',
      file_id: file.id,
      user_id: draft.user,
      file: { id: file.id },
      channel_id: channel.id,
      event_ts: nextTs(workspace),
    };
    announce(workspace, 'file_shared', event, channel);
  }
  return message;
}

/** An app sees its own files, those of channels it is in, and those people sent it with a form. */
export function isSeenByApp(workspace: Workspace, file: StoredFile): boolean {
  const { botUserId } = workspace.app;
  const isShared = file.shares.some(({ channel }) => findChannel(workspace, channel)?.members.includes(botUserId));
  return isShared || file.user === botUserId || file.isHandedOver === true;
}

/** Pictures may be shown; everything else is only ever downloaded, so that no upload runs as a page. */
export function fileHeaders(file: StoredFile): Record<string, string> {
  const isPicture = /^image\/(png|jpeg|gif)$/.test(file.mimetype);
  return {
    'content-type': file.mimetype,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': `${isPicture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
}
