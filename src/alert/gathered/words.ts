export const OPEN_OWN_CARD = 'gathered_open';
export const KIND_WORDS = 'gathered_kind_words';
export const KIND_WORDS_FORM = 'kind_words';

/** A story takes two blocks of the fifty that Slack allows. */
export const ON_ONE_CARD = 20;

declare module '../../words/decision.ts' {
  interface Events {
    /** It got a card of its own, or waits for an answer now. */
    alert_moved_up: true;
  }

  interface OwedKinds {
    /** One of the cards on which a day's small stories are gathered. */
    gathered_card: { day: string; part: number };
  }
}
