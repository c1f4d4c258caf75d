import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import { rereadDeadline, startResponseClock } from '../../alert/response/rule.ts';
import { isPrivateCause } from '../../assess/cause/rule.ts';
import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, happened, refuse } from '../../words/decision.ts';
import type { Network } from '../../words/judgement.ts';
import type { PersonId } from '../../words/people.ts';
import { isAtLeast, type Severity } from '../../words/severity.ts';
import { after, minutes } from '../../words/time.ts';
import { type Incident, NOTHING_YET } from '../incident/words.ts';
import { startPage, WAIT_FOR_ROOM } from '../page/rule.ts';

const TITLE_LENGTH = 120;

export interface Escalation {
  title: string;
  severity: Severity;
  /** Invited. Those of them who are in the severity's escalation policy are paged in its order, then the others. */
  owners: PersonId[];
}

/** An alert becomes an incident: a room, the owners asked in, the first of them paged. The clock goes on. */
export function escalate(
  alert: Alert,
  incidentId: number,
  asked: Escalation,
  mentionUrl: string | null,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<{ alert: Alert; incident: Incident }> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  if (alert.severity && alert.severity !== asked.severity && isAtLeast(alert.severity, asked.severity)) {
    return refuse(`It was assessed as ${alert.severity}. To lower it, use the card's severity buttons and say why.`);
  }
  const clock = rereadDeadline(alert, policy.severities[asked.severity], at);
  const opened = openIncident(incidentId, asked, policy, by, at, {
    ...clock,
    cause: alert.cause,
    affected: alert.affected,
    networks: alert.networks,
    accountableOwner: alert.accountableOwner,
    alertId: alert.id,
    mentionUrl,
    alsoInvited: alert.claimedBy ? [alert.claimedBy] : [],
  });
  if (!opened.allowed) return opened;
  const escalated: Alert = {
    ...alert,
    status: 'escalated',
    escalatedBy: by,
    incidentId,
    claimedBy: alert.claimedBy ?? by,
    claimedAt: alert.claimedAt ?? at,
    severity: asked.severity,
    assessedBy: alert.assessedBy ?? by,
    assessedAt: alert.assessedAt ?? at,
  };
  return allow(
    { alert: escalated, incident: opened.state },
    {
      events: [
        happened(
          'alert_escalated',
          by,
          at,
          { alertId: alert.id, incidentId },
          { severity: asked.severity, suggested: alert.suggested },
        ),
        ...opened.events,
      ],
      owed: [...opened.owed, { kind: 'alert_card', alertId: alert.id }],
      pages: opened.pages,
    },
  );
}

/** `/incident new`: an incident that nobody's listening tool has heard of. Its response clock starts now. */
export function declare(
  incidentId: number,
  asked: Escalation & { cause: Incident['cause']; mentionUrl: string | null; networks: Network[] },
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Incident> {
  return openIncident(incidentId, asked, policy, by, at, {
    ...startResponseClock(at, policy.severities[asked.severity]),
    cause: asked.cause,
    affected: [],
    networks: asked.networks,
    accountableOwner: null,
    alertId: null,
    mentionUrl: asked.mentionUrl,
    alsoInvited: [],
  });
}

type Known = Pick<
  Incident,
  | 'receivedAt'
  | 'responseDueAt'
  | 'lateBecauseRaised'
  | 'deadlineReadAt'
  | 'respondedAt'
  | 'response'
  | 'cause'
  | 'affected'
  | 'networks'
  | 'accountableOwner'
  | 'alertId'
  | 'mentionUrl'
> & {
  /** In the room, but not paged: who was on it already. */
  alsoInvited: PersonId[];
};

function openIncident(
  id: number,
  asked: Escalation,
  policy: Policy,
  by: PersonId,
  at: Date,
  known: Known,
): Decision<Incident> {
  const title = asked.title.replace(/\s+/g, ' ').trim();
  if (!title) return refuse('Give the incident a title, so that people know what it is about.');
  if ([...title].length > TITLE_LENGTH) return refuse(`Keep the title under ${TITLE_LENGTH} characters.`);
  const numbers = policy.severities[asked.severity];
  const owners = known.accountableOwner ? [...asked.owners, known.accountableOwner] : asked.owners;
  const incident: Incident = {
    id,
    version: 1,
    status: 'open',
    title,
    severity: asked.severity,
    cause: known.cause,
    affected: known.affected,
    networks: known.networks,
    accountableOwner: known.accountableOwner,
    isPrivate: isPrivateCause(known.cause),
    alertId: known.alertId,
    mentionUrl: known.mentionUrl,
    roomId: null,
    roomName: null,
    roles: {},
    people: [...new Set([by, ...known.alsoInvited, ...owners])],
    openedBy: by,
    openedAt: at,
    receivedAt: known.receivedAt,
    responseDueAt: known.responseDueAt,
    lateBecauseRaised: known.lateBecauseRaised,
    deadlineReadAt: known.deadlineReadAt,
    respondedAt: known.respondedAt,
    response: known.response,
    ...NOTHING_YET,
    nextUpdateDueAt: numbers.update === null ? null : after(at, minutes(numbers.update)),
    heartbeatDueAt: numbers.heartbeat === null ? null : after(at, minutes(numbers.heartbeat)),
    remindedUpTo: at,
  };
  const paged = startPage(
    {
      id: `inc-${id}/opened`,
      alertId: null,
      incidentId: id,
      why: `new ${asked.severity}`,
      steps: stepsFor(numbers.owners, owners, by),
    },
    policy,
    at,
    after(at, WAIT_FOR_ROOM),
  );
  return allow(incident, {
    events: [
      happened(
        'incident_opened',
        by,
        at,
        { incidentId: id, alertId: known.alertId },
        {
          title,
          severity: asked.severity,
          isPrivate: incident.isPrivate,
        },
      ),
      ...(paged?.events ?? []),
    ],
    owed: [
      { kind: 'room', incidentId: id },
      ...(paged?.owed ?? []),
      { kind: 'brief', incidentId: id, topic: 'opened', once: `inc-${id}/brief/opened` },
    ],
    pages: paged ? [paged.page] : [],
  });
}

/**
 * Whom to page, in order: the policy's steps as far as those people were chosen, then the others chosen by hand.
 * Who opened it knows already, and is paged only when there is nobody else.
 */
function stepsFor(policySteps: PersonId[][], chosen: PersonId[], openedBy: PersonId): PersonId[][] {
  const inPolicy = new Set(policySteps.flat());
  const steps = [
    ...policySteps.map((step) => step.filter((person) => chosen.includes(person))),
    ...[...new Set(chosen)].filter((person) => !inPolicy.has(person)).map((person) => [person]),
  ];
  const others = steps.map((step) => step.filter((person) => person !== openedBy)).filter((step) => step.length > 0);
  return others.length > 0 ? others : steps;
}
