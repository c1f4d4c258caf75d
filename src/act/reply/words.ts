import type { OwnReply } from '../../alert/mention/words.ts';
import type { PublicResponse } from '../../alert/response/words.ts';

export const LOG_SEEN_REPLY = 'reply_seen_log';
export const REPLY = 'incident_reply';
export const REPLY_TO_ALERT = 'alert_reply';
export const REPLY_TO_ALERT_FORM = 'reply_to_alert';
export const REPLY_FORM = 'reply';

declare module '../../words/decision.ts' {
  interface Events {
    reply_seen: true;
    reply_logged: true;
  }

  interface OwedKinds {
    reply_seen: { alertId: number; reply: Omit<OwnReply, 'at'> & { at: string } };
  }
}

declare module '../room/words.ts' {
  interface RoomPosts {
    response: { response: PublicResponse };
  }
}
