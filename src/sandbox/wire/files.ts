/** Files in the shape Slack sends them. */
import type { StoredFile } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';

type Json = Record<string, unknown>;

export function slackFile(workspace: Workspace, file: StoredFile): Json {
  const url = `${workspace.url()}${filePath(file)}`;
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1) ?? '',
    alt_txt: file.altText,
    user: file.user,
    created: file.created,
    timestamp: file.created,
    size: Buffer.byteLength(file.contentBase64, 'base64'),
    mode: 'hosted',
    is_public: true,
    url_private: url,
    url_private_download: url,
    permalink: url,
    channels: [...new Set(file.shares.map((share) => share.channel))],
    shares: { public: sharesByChannel(file) },
  };
}

function sharesByChannel(file: StoredFile): Record<string, { ts: string }[]> {
  const byChannel: Record<string, { ts: string }[]> = {};
  for (const { channel, ts } of file.shares) byChannel[channel] = [...(byChannel[channel] ?? []), { ts }];
  return byChannel;
}

/** Where the file is served, as a path on this server. */
export function filePath(file: StoredFile): string {
  return `/files/${file.id}/${encodeURIComponent(file.name)}`;
}

export function slackFiles(workspace: Workspace, ids: string[]): Json[] {
  return ids.flatMap((id) => {
    const file = workspace.state.files.get(id);
    return file ? [slackFile(workspace, file)] : [];
  });
}
