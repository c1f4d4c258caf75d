import type { ModalView } from '@slack/types';
import type { Alert } from '../../alert/card/words.ts';
import { optionsOf } from '../../slack/kit/elements.ts';
import { boxesInput, manyInput, modal, personInput, severityInput, textInput } from '../../slack/kit/frame.ts';
import { context, escaped, quoted, section } from '../../slack/kit/text.ts';
import { AFFECTED, NETWORKS } from '../../words/judgement.ts';
import type { Severity } from '../../words/severity.ts';
import { causeInput } from '../cause/view.ts';
import { ASSESS_FORM, LOWER_FORM } from './words.ts';

/** The whole judgement, with what is known or suggested filled in. */
export function assessModal(alert: Alert): ModalView {
  return modal({
    id: ASSESS_FORM,
    title: 'Assess',
    submit: 'Assess',
    about: { alertId: alert.id, version: alert.version },
    blocks: [
      section(`*${quoted(alert.title)}*`),
      context(`${alert.suggested} is suggested: ${escaped(alert.suggestedBecause.join('; '))}.`),
      severityInput(alert.severity ?? alert.suggested),
      ...(alert.severity
        ? [
            textInput('reason', 'Why it goes down', {
              optional: true,
              hint: 'Needed only when the severity is lowered.',
            }),
          ]
        : []),
      causeInput(alert.cause),
      boxesInput('affected', 'Who is affected', optionsOf(AFFECTED), alert.affected, { optional: true }),
      manyInput('networks', 'Networks', optionsOf(NETWORKS), alert.networks, { optional: true }),
      personInput('owner', 'Accountable owner', alert.accountableOwner, { optional: true }),
      textInput('note', 'Note', { initial: alert.note, multiline: true, optional: true, most: 1_000 }),
    ],
  });
}

export function lowerModal(alert: Alert, to: Severity): ModalView {
  return modal({
    id: LOWER_FORM,
    title: `Lower to ${to}`,
    submit: 'Lower',
    about: { alertId: alert.id, version: alert.version, severity: to },
    blocks: [
      section(`It was assessed as *${alert.severity}*. Quiet downgrades hide misses, so a reason is kept.`),
      textInput('reason', `Why is it only ${to}?`, { multiline: true }),
    ],
  });
}
