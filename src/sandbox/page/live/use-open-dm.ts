import { useCallback } from 'preact/hooks';
import type { Session } from './context.ts';

/** Opens the direct message with a person, making it when there is none. */
export function useOpenDm({ act, go, notify }: Session): (user: string) => Promise<void> {
  return useCallback(
    async (user: string) => {
      const answer = await act({ kind: 'open_dm', user });
      if (!answer.ok) notify(answer.why);
      else if (answer.channel) go({ pane: 'channel', channel: answer.channel });
    },
    [act, go, notify],
  );
}
