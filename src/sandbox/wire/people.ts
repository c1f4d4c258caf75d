/** People in the shape Slack sends them. */
import type { StoredPerson } from '../state/things.ts';
import type { Workspace } from '../state/workspace.ts';

type Json = Record<string, unknown>;

/** `hasEmail` when the app may read addresses. */
export function slackUser(workspace: Workspace, person: StoredPerson, hasEmail: boolean): Json {
  const bot = person.isBot ? { bot_id: workspace.app.botId, api_app_id: workspace.app.appId } : {};
  return {
    id: person.id,
    team_id: workspace.team.id,
    name: person.name,
    real_name: person.realName,
    deleted: person.isDeactivated,
    ...(person.isDeactivated ? {} : { tz: person.tz, tz_label: person.tz, tz_offset: tzOffset(workspace, person.tz) }),
    is_bot: person.isBot,
    is_app_user: false,
    is_admin: person.isOwner,
    is_owner: person.isOwner,
    is_restricted: person.isRestricted,
    is_ultra_restricted: false,
    profile: {
      ...bot,
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      title: person.title,
      ...(hasEmail && person.email ? { email: person.email } : {}),
      team: workspace.team.id,
    },
    updated: 0,
  };
}

/** Seconds east of Greenwich, now. */
function tzOffset(workspace: Workspace, tz: string): number {
  const part = new Intl.DateTimeFormat('en-US', { timeZone: tz, timeZoneName: 'longOffset' })
    .formatToParts(workspace.now())
    .find(({ type }) => type === 'timeZoneName');
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(part?.value ?? '') ?? [];
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60;
  return sign === '-' ? -seconds : seconds;
}
