/** An administrator looks after the workspace: its settings, and whose accounts are active. */
import { changeSettings } from '../changes/settings.ts';
import { announce } from '../delivery/events.ts';
import { mayAdminister, nextTs, nowSeconds } from '../state/workspace.ts';
import { slackUser } from '../wire/people.ts';
import { cannot, done } from './answers.ts';
import type { Doing } from './doing.ts';

const ADMINISTRATORS_ONLY = 'Only administrators can do that.';

export const setSettings: Doing<'settings'> = (workspace, person, act) => {
  if (!mayAdminister(person)) return cannot(ADMINISTRATORS_ONLY);
  changeSettings(workspace, act.set);
  return done;
};

function activating(isDeactivated: boolean): Doing<'deactivate' | 'reactivate'> {
  return (workspace, person, act) => {
    if (!mayAdminister(person)) return cannot(ADMINISTRATORS_ONLY);
    const other = workspace.state.people.get(act.user);
    if (!other || other.isBot) return cannot('There is no such person.');
    if (other.id === person.id) return cannot('You cannot deactivate your own account.');
    if (other.isOwner && !person.isOwner) return cannot('Only owners can do that to an owner.');
    if (other.isDeactivated === isDeactivated)
      return cannot(`${other.realName} is ${isDeactivated ? 'deactivated already' : 'active'}.`);
    const after = { ...other, isDeactivated };
    workspace.commit({ type: 'person', person: after });
    const user = slackUser(workspace, after, false);
    const event = { type: 'user_change', user, cache_ts: nowSeconds(workspace), event_ts: nextTs(workspace) };
    announce(workspace, 'user_change', event);
    return done;
  };
}

export const deactivate = activating(true);
export const reactivate = activating(false);
