/** What the settings take from the app, in sentences. Pure. */
import type { Person, WorkspaceSettings } from '../../protocol.ts';

/** Nothing is taken from the app. */
export const NO_TROUBLE: WorkspaceSettings = {
  tokenRefusal: null,
  withheldScopes: [],
  appsMayCreateChannels: true,
  appsMayRingEveryone: true,
  editMinutes: null,
  closedToApps: [],
  outage: null,
};

/** The worst first. */
export function troublesOf(settings: WorkspaceSettings, app: string, people: Person[]): string[] {
  const { withheldScopes, closedToApps, editMinutes } = settings;
  const [closed] = closedToApps.map((id) => people.find((person) => person.id === id)?.realName ?? id);
  return [
    settings.outage !== null && `Slack is away for ${app}.`,
    settings.tokenRefusal === 'token_revoked' && `The token of ${app} is revoked.`,
    settings.tokenRefusal === 'invalid_auth' && `Slack does not know the token of ${app}.`,
    settings.tokenRefusal === 'account_inactive' && `${app} is removed from the workspace.`,
    withheldScopes.length === 1 && `${app} lacks the scope ${withheldScopes[0]}.`,
    withheldScopes.length > 1 && `${app} lacks ${withheldScopes.length} scopes.`,
    !settings.appsMayCreateChannels && 'Apps may not create channels.',
    !settings.appsMayRingEveryone && 'Apps may not ring everyone.',
    editMinutes === 0 && 'Messages cannot be edited.',
    editMinutes !== null && editMinutes > 0 && `Messages can be edited for ${minutesInWords(editMinutes)} only.`,
    closedToApps.length === 1 && `Apps may not write to ${closed}.`,
    closedToApps.length > 1 && `Apps may not write to ${closedToApps.length} people.`,
  ].filter((sentence) => sentence !== false);
}

export function minutesInWords(minutes: number): string {
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
