/** files.*: the app announces a file, uploads it to the URL it gets, and then says who may see it. */
import { isObject } from '../blocks/shapes.ts';
import { announceFile, isSeenByApp, shareFiles } from '../changes/files.ts';
import { reasons, refuse } from '../refusal.ts';
import type { StoredFile } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';
import { slackFile } from '../wire/files.ts';
import { type Args, blocksArgument, json, need, text, texts } from './arguments.ts';
import { type Method, openChannel } from './method.ts';

const MAX_CHANNELS = 100;

const getUploadUrl: Method = (workspace, args) => {
  const length = Number(need(args, 'length'));
  if (!Number.isInteger(length) || length <= 0) throw refuse('invalid_arguments', reasons(['length must be positive']));
  const altText = text(args, 'alt_text') ?? text(args, 'alt_txt') ?? '';
  const file = announceFile(workspace, workspace.app.botUserId, need(args, 'filename'), altText);
  return { upload_url: `${workspace.url()}/upload/v1/${file.id}`, file_id: file.id };
};

const completeUpload: Method = (workspace, args) => {
  const files = uploadedFiles(workspace, args);
  const names = [...texts(args, 'channels'), ...texts(args, 'channel_id')];
  if (names.length > MAX_CHANNELS) throw refuse('too_many_channels');
  const channels = names.map((channel) => openChannel(workspace, { channel }));
  const comment = text(args, 'initial_comment') ?? '';
  const threadTs = text(args, 'thread_ts');
  const blocks = comment ? undefined : blocksArgument(args, 'message');
  for (const file of files) workspace.commit({ type: 'file', file: { ...file, isComplete: true } });
  for (const channel of channels) {
    const current = files.map((file) => workspace.state.files.get(file.id) ?? file);
    shareFiles(workspace, channel, current, {
      user: workspace.app.botUserId,
      text: comment,
      ...(threadTs ? { threadTs } : {}),
      ...(blocks ? { blocks } : {}),
    });
  }
  return { files: files.map((file) => slackFile(workspace, workspace.state.files.get(file.id) ?? file)) };
};

function uploadedFiles(workspace: Workspace, args: Args): StoredFile[] {
  need(args, 'files');
  const given = json(args, 'files');
  if (!Array.isArray(given) || given.length === 0) throw refuse('invalid_arguments', reasons(['files must be a list']));
  return given.map((one) => {
    const file = isObject(one) ? workspace.state.files.get(String(one.id)) : undefined;
    if (!file?.contentBase64) throw refuse('file_not_found');
    const title = isObject(one) && typeof one.title === 'string' ? one.title : file.title;
    return { ...file, title };
  });
}

const info: Method = (workspace, args) => {
  const file = workspace.state.files.get(need(args, 'file'));
  if (!file || !isSeenByApp(workspace, file)) throw refuse('file_not_found');
  return { file: slackFile(workspace, file) };
};

/** An app deletes its own files. Messages that showed one show a gap. */
const remove: Method = (workspace, args) => {
  const file = workspace.state.files.get(need(args, 'file'));
  if (!file) throw refuse('file_not_found');
  if (file.user !== workspace.app.botUserId) throw refuse('cant_delete_file');
  workspace.commit({ type: 'file_deleted', id: file.id });
  return {};
};

export const fileMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.delete': remove,
  'files.info': info,
};
