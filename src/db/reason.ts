/** What went wrong, in the words of whoever knows best: drizzle and Node wrap it. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reason(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
