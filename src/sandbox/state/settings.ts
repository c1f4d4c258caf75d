/** The settings of a workspace where nothing was forbidden yet. */
import type { WorkspaceSettings } from '../protocol.ts';

export const AS_FOUNDED: WorkspaceSettings = {
  tokenRefusal: null,
  withheldScopes: [],
  appsMayCreateChannels: true,
  appsMayRingEveryone: true,
  editMinutes: null,
  closedToApps: [],
  outage: null,
};
