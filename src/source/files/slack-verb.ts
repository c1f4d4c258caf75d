import type { PlainVerb } from '../../command/verb.ts';
import { importModal } from './view.ts';
import { IMPORT_FILE_FORM } from './words.ts';

export const importVerb: PlainVerb = {
  usage: 'import',
  does: 'hear the posts of a CSV or TSV file, as if a listening tool had sent them',
  on: 'anywhere',
  run: async () => ({ open: { id: IMPORT_FILE_FORM, title: 'Import a file', fill: async () => importModal() } }),
};
