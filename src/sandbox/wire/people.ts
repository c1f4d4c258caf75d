/** People in the shape Slack sends them. */
import type { StoredPerson } from '../state/things.ts';
import { mayAdminister, type Workspace } from '../state/workspace.ts';

type Json = Record<string, unknown>;

/** `hasEmail` when the app may read addresses. Of the deactivated, Slack says neither zone nor role. */
export function slackUser(workspace: Workspace, person: StoredPerson, hasEmail: boolean): Json {
  const bot = person.isBot ? { bot_id: workspace.app.botId, api_app_id: workspace.app.appId } : {};
  return {
    id: person.id,
    team_id: workspace.team.id,
    name: person.name,
    real_name: person.realName,
    deleted: person.isDeactivated,
    is_bot: person.isBot,
    is_app_user: false,
    ...(person.isDeactivated ? {} : activeFields(workspace, person)),
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

function activeFields(workspace: Workspace, person: StoredPerson): Json {
  return {
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: tzOffset(workspace, person.tz),
    is_admin: mayAdminister(person),
    is_owner: person.isOwner,
    is_primary_owner: person.id === primaryOwner(workspace)?.id,
    is_restricted: person.isRestricted,
    is_ultra_restricted: false,
  };
}

/** A workspace has one: the first owner there was. */
function primaryOwner({ state }: Workspace): StoredPerson | undefined {
  return [...state.people.values()].find((person) => person.isOwner);
}

export const SLACKBOT = 'USLACKBOT';

/** In every workspace, no person, and yet `is_bot` is false: https://docs.slack.dev/reference/objects/user-object. */
export function slackbot({ team }: Workspace): Json {
  return {
    id: SLACKBOT,
    team_id: team.id,
    name: 'slackbot',
    real_name: 'Slackbot',
    deleted: false,
    is_bot: false,
    is_app_user: false,
    tz: 'America/Los_Angeles',
    tz_label: 'Pacific Standard Time',
    tz_offset: -28_800,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    profile: { real_name: 'Slackbot', display_name: 'Slackbot', title: '', always_active: true, team: team.id },
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
