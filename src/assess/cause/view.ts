import type { InputBlock } from '@slack/types';
import { optionsOf } from '../../slack/kit/elements.ts';
import { selectInput } from '../../slack/kit/frame.ts';
import { CAUSES } from '../../words/judgement.ts';

export function causeInput(initial: keyof typeof CAUSES): InputBlock {
  return selectInput('cause', 'Cause', optionsOf(CAUSES), initial, {
    hint: 'Malicious insider, account takeover and security incident make the room private.',
  });
}
