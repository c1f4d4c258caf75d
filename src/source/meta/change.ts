/** One change of one account, with what its delivery said around it. */
export interface Change {
  /** `page` or `instagram`. */
  object: unknown;
  /** The account it belongs to: ours. */
  account: unknown;
  /** `feed`, `comments`, … */
  field: unknown;
  value: unknown;
}
