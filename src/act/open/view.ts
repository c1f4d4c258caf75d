import type { InputBlock, ModalView } from '@slack/types';
import type { Alert } from '../../alert/card/words.ts';
import { isPrivateCause } from '../../assess/cause/rule.ts';
import { causeInput } from '../../assess/cause/view.ts';
import { modal, peopleInput, severityInput, textInput } from '../../slack/kit/frame.ts';
import { section } from '../../slack/kit/text.ts';
import type { PersonId } from '../../words/people.ts';
import type { Severity } from '../../words/severity.ts';
import { ESCALATE_FORM, NEW_INCIDENT_FORM } from './words.ts';

export function newIncidentModal(title: string, severity: Severity, owners: PersonId[]): ModalView {
  return modal({
    id: NEW_INCIDENT_FORM,
    title: 'New incident',
    submit: 'Open the incident',
    about: {},
    blocks: [
      textInput('title', 'Title', { initial: title, most: 120 }),
      causeInput('unknown'),
      ...severityWithOwners(severity, owners),
    ],
  });
}

export function escalateModal(alert: Alert, severity: Severity, owners: PersonId[]): ModalView {
  const isPrivate = isPrivateCause(alert.cause);
  return modal({
    id: ESCALATE_FORM,
    title: 'Escalate',
    submit: 'Open the incident',
    about: { alertId: alert.id, version: alert.version },
    blocks: [
      section(
        isPrivate
          ? '🔒 A *private* channel is opened, because of the cause. Only the people below are invited.'
          : 'A channel is opened, the people below are invited, and the owners are paged.',
      ),
      textInput('title', 'Title', { initial: alert.title, most: 120 }),
      ...severityWithOwners(severity, owners),
    ],
  });
}

/** The same in a form that names the owners: a choice is heard at once, and they follow it. */
export function severityWithOwners(severity: Severity, owners: string[]): InputBlock[] {
  return [
    { ...severityInput(severity), dispatch_action: true },
    // Slack keeps what a block held when its view is replaced, so each severity has a block of its own.
    peopleInput(`${OWNERS}${severity}`, 'Owners to invite and page', owners, {
      optional: owners.length === 0,
      hint: 'Filled in from the escalation policy of this severity.',
    }),
  ];
}

/** What the block ids of the owners begin with; the severity they belong to follows. */
export const OWNERS = 'owners_';
