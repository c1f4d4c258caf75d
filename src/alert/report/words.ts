export const REPORT_FORM = 'report_mention';

export const REPORT_SHORTCUT = 'report_mention';

/** The source of what a colleague reported. */
export const REPORTED = 'reported by a colleague';
