/** Whose call it is: the app's bot token for nearly everything, its app-level token for Socket Mode. */
import { refuse } from '../refusal.ts';
import type { Workspace } from '../state/workspace.ts';

/** Throws `not_authed`, `not_allowed_token_type`, `invalid_auth`, or what the workspace says to a token it revoked. */
export function checkBotToken({ secrets, state }: Workspace, token: string | undefined): void {
  if (!token) throw refuse('not_authed');
  if (token === secrets.appToken) throw refuse('not_allowed_token_type');
  if (token !== secrets.botToken) throw refuse('invalid_auth');
  if (state.settings.tokenRefusal) throw refuse(state.settings.tokenRefusal);
}

/** Throws likewise. An app-level token outlives the bot token. */
export function checkAppToken({ secrets }: Workspace, token: string | undefined): void {
  if (!token) throw refuse('not_authed');
  if (token === secrets.botToken) throw refuse('not_allowed_token_type');
  if (token !== secrets.appToken) throw refuse('invalid_auth');
}

/** Whether this is the app with a token that still works. */
export function isGoodBotToken({ secrets, state }: Workspace, token: string | undefined): boolean {
  return token === secrets.botToken && state.settings.tokenRefusal === null;
}
