/** How the Web API says no: HTTP 200 and `{ ok: false, error }`. Thrown by a method, answered by the dispatcher. */
export class SlackRefusal extends Error {
  readonly error: string;
  readonly details: Record<string, unknown>;

  constructor(error: string, details: Record<string, unknown>) {
    super(error);
    this.name = 'SlackRefusal';
    this.error = error;
    this.details = details;
  }
}

/** `error` is Slack's code, for instance `channel_not_found`; `details` are more fields of the answer. */
export function refuse(error: string, details: Record<string, unknown> = {}): SlackRefusal {
  return new SlackRefusal(error, details);
}

/** `details` in the shape Slack explains itself with: one `[ERROR] …` line per reason. */
export function reasons(messages: string[]): { response_metadata: { messages: string[] } } {
  return { response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) } };
}
