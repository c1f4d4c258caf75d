import { characters } from '../blocks/shapes.ts';
import type { Workspace } from '../state/workspace.ts';

const MAX_NAME = 80;

/**
 * What Slack has against a channel's name, as its error code; undefined when it takes it. Lower case letters, digits,
 * `-` and `_` are taken. The names of archived channels stay taken, those of deleted ones do not.
 */
export function nameRefusal(workspace: Workspace, name: string): string | undefined {
  if (!name) return 'invalid_name_required';
  if (characters(name) > MAX_NAME) return 'invalid_name_maxlength';
  if (/^[^\p{L}\p{N}]+$/u.test(name)) return 'invalid_name_punctuation';
  // Slack takes letters of every script that has no upper case, and no upper case.
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) return 'invalid_name_specials';
  const isTaken = [...workspace.state.channels.values()].some((channel) => channel.name === name);
  return isTaken ? 'name_taken' : undefined;
}
