/** Files in the shape Slack sends them. */
import type { StoredFile } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';

type Json = Record<string, unknown>;

export function slackFile(workspace: Workspace, file: StoredFile): Json {
  const place = `${workspace.url()}${PRIVATE_FILES}${workspace.team.id}-${file.id}`;
  const name = encodeURIComponent(file.name);
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
    is_external: false,
    is_public: file.shares.length > 0,
    url_private: `${place}/${name}`,
    url_private_download: `${place}/download/${name}`,
    permalink: `${workspace.url()}${filePath(file)}`,
    channels: [...new Set(file.shares.map((share) => share.channel))],
    shares: { public: sharesByChannel(file) },
  };
}

function sharesByChannel(file: StoredFile): Record<string, { ts: string }[]> {
  const byChannel: Record<string, { ts: string }[]> = {};
  for (const { channel, ts } of file.shares) byChannel[channel] = [...(byChannel[channel] ?? []), { ts }];
  return byChannel;
}

/** Where apps fetch files, with their token. */
export const PRIVATE_FILES = '/files-pri/';

/** Where the file is served to the page, as a path on this server. */
export function filePath(file: StoredFile): string {
  return `/files/${file.id}/${encodeURIComponent(file.name)}`;
}

export function slackFiles(workspace: Workspace, ids: string[]): Json[] {
  return ids.flatMap((id) => {
    const file = workspace.state.files.get(id);
    return file ? [slackFile(workspace, file)] : [];
  });
}
