/** users.*, usergroups.*, dnd.*, auth.test and the like: who is who. */
import { refuse } from '../refusal.ts';
import type { StoredPerson } from '../state/things.ts';
import { hasScope, type Workspace } from '../state/workspace.ts';
import { SLACKBOT, slackbot, slackUser } from '../wire/people.ts';
import { type Args, need, page, text } from './arguments.ts';
import type { Method } from './method.ts';

function asUser(workspace: Workspace, person: StoredPerson): Record<string, unknown> {
  return slackUser(workspace, person, hasScope(workspace, 'users:read.email'));
}

function personArgument(workspace: Workspace, args: Args): StoredPerson {
  const person = workspace.state.people.get(need(args, 'user'));
  if (!person) throw refuse('user_not_found');
  return person;
}

const authTest: Method = (workspace) => ({
  url: `${workspace.url()}/`,
  team: workspace.team.name,
  user: workspace.state.people.get(workspace.app.botUserId)?.name,
  team_id: workspace.team.id,
  user_id: workspace.app.botUserId,
  bot_id: workspace.app.botId,
  is_enterprise_install: false,
});

const apiTest: Method = (_workspace, args) => {
  const error = text(args, 'error');
  if (error) throw refuse(error, { args });
  return { args };
};

const botsInfo: Method = ({ app }, args) => {
  if ((text(args, 'bot') ?? app.botId) !== app.botId) throw refuse('bot_not_found');
  return {
    bot: {
      id: app.botId,
      deleted: false,
      name: app.name,
      updated: 0,
      app_id: app.appId,
      user_id: app.botUserId,
      icons: {},
    },
  };
};

const teamInfo: Method = ({ team }) => ({
  team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon: {} },
});

const usersInfo: Method = (workspace, args) => {
  if (need(args, 'user') === SLACKBOT) return { user: slackbot(workspace) };
  return { user: asUser(workspace, personArgument(workspace, args)) };
};

/** Everyone there ever was: the deactivated, the bots, and Slackbot first. */
const usersList: Method = (workspace, args) => {
  const everyone = [...workspace.state.people.values()].map((person) => asUser(workspace, person));
  const { items, cursor } = page([slackbot(workspace), ...everyone], args, 1000);
  return {
    members: items,
    cache_ts: Math.floor(workspace.now() / 1000),
    response_metadata: { next_cursor: cursor },
  };
};

/** Deactivated people are not found. */
const lookupByEmail: Method = (workspace, args) => {
  const email = need(args, 'email').toLowerCase();
  const person = [...workspace.state.people.values()].find((one) => one.email.toLowerCase() === email);
  if (!person || person.isDeactivated) throw refuse('users_not_found');
  return { user: asUser(workspace, person) };
};

const getPresence: Method = (workspace, args) => {
  const { isDeactivated } = personArgument(workspace, args);
  return { presence: isDeactivated ? 'away' : 'active' };
};

const dndInfo: Method = (workspace, args) => {
  personArgument(workspace, { user: text(args, 'user') ?? workspace.app.botUserId });
  return { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
};

const usergroupsList: Method = ({ usergroups, team }) => ({
  usergroups: usergroups.map(({ id, handle, name, users }) => ({
    id,
    team_id: team.id,
    is_usergroup: true,
    handle,
    name,
    description: '',
    user_count: users.length,
    date_delete: 0,
  })),
});

const usergroupMembers: Method = ({ usergroups }, args) => {
  const usergroup = usergroups.find(({ id }) => id === need(args, 'usergroup'));
  if (!usergroup) throw refuse('no_such_subteam');
  return { users: usergroup.users };
};

export const peopleMethods: Record<string, Method> = {
  'auth.test': authTest,
  'api.test': apiTest,
  'bots.info': botsInfo,
  'team.info': teamInfo,
  'users.info': usersInfo,
  'users.list': usersList,
  'users.lookupByEmail': lookupByEmail,
  'users.getPresence': getPresence,
  'dnd.info': dndInfo,
  'usergroups.list': usergroupsList,
  'usergroups.users.list': usergroupMembers,
};
