import type { App } from '@slack/bolt';
import { onAlertButton } from '../../command/press.ts';
import type { Firebreak } from '../../slack/firebreak.ts';
import { claim } from './rule.ts';
import { CLAIM } from './words.ts';

export function listenForClaims(app: App, firebreak: Firebreak): void {
  onAlertButton(app, firebreak, CLAIM, claim);
}
