export const IMPORT_FILE_FORM = 'import_file';
