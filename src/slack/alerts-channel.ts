import { Held } from '../delivery/outcome.ts';
import type { Firebreak } from './firebreak.ts';

/** Where it is posted. Held until somebody sets it. */
export function alertsChannel({ alertsChannel: id }: Firebreak): string {
  if (id === null) {
    const why = 'No alerts channel is set. Set ALERTS_CHANNEL, or alertsChannel in firebreak.yml, to its id.';
    throw new Held({ key: 'alerts-channel', why }, true);
  }
  return id;
}
