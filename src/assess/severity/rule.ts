import { redrawn } from '../../alert/card/rule.ts';
import { whyNotOpen } from '../../alert/card/still-open.ts';
import type { Alert } from '../../alert/card/words.ts';
import { rereadDeadline } from '../../alert/response/rule.ts';
import { chartOwed } from '../../alert/spread/rule.ts';
import type { Policy } from '../../policy/words.ts';
import { allow, type Decision, refuse } from '../../words/decision.ts';
import type { PersonId } from '../../words/people.ts';
import { isAtLeast, SEVERITIES, type Severity } from '../../words/severity.ts';
import type { Assessment } from './words.ts';

/** Does going to `to` lower what a person judged before? Lowering needs a reason; raising is free. */
export function isLowering(alert: Alert, to: Severity): boolean {
  return alert.severity !== null && alert.severity !== to && isAtLeast(alert.severity, to);
}

/** A severity button: the whole assessment in one tap, keeping what was judged before. */
export function tapSeverity(
  alert: Alert,
  severity: Severity,
  reason: string | null,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  if (alert.severity === severity) return refuse(`<@${alert.assessedBy}> has set it to ${severity} already.`);
  const { cause, affected, networks, accountableOwner, note } = alert;
  const judgement = { severity, cause, affected, networks, accountableOwner, note };
  return assess(alert, judgement, reason, policy, by, at);
}

/** A person's judgement. The response deadline is read anew from the original start. */
export function assess(
  alert: Alert,
  judgement: Assessment,
  reason: string | null,
  policy: Policy,
  by: PersonId,
  at: Date,
): Decision<Alert> {
  const closed = whyNotOpen(alert);
  if (closed) return refuse(closed);
  if (!SEVERITIES.includes(judgement.severity)) return refuse('Choose SEV1, SEV2, SEV3 or SEV4.');
  const why = reason?.trim() || null;
  if (isLowering(alert, judgement.severity) && !why) return refuse('Say why the severity goes down.');
  const clocked = rereadDeadline(alert, policy.severities[judgement.severity], at);
  const assessed: Alert = { ...clocked, ...judgement, assessedBy: by, assessedAt: at };
  return allow(assessed, {
    events: [
      {
        type: 'alert_assessed',
        by: { kind: 'person', id: by },
        at,
        alertId: alert.id,
        incidentId: null,
        detail: {
          from: alert.severity,
          to: judgement.severity,
          suggested: alert.suggested,
          cause: judgement.cause,
          reason: why,
        },
      },
    ],
    owed: [...redrawn(alert), ...chartOwed(alert)],
  });
}
