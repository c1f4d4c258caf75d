import { MODAL } from '../views/actions.ts';
import { importModal } from '../views/import-file.ts';
import type { PlainVerb } from './verb.ts';

export const importVerb: PlainVerb = {
  usage: 'import',
  does: 'hear the posts of a CSV or TSV file, as if a listening tool had sent them',
  on: 'anywhere',
  run: async () => ({ open: { id: MODAL.importFile, title: 'Import a file', fill: async () => importModal() } }),
};
