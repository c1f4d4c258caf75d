import type { ReplayInfo } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useSession } from '../live/context.ts';

/** Invented trouble at the press of a button: the first thing a newcomer should do. */
export function Replays({ replays }: { replays: ReplayInfo[] }) {
  if (replays.length === 0) return null;
  return (
    <section class="replays" aria-label="Try it out">
      {replays.map((replay) => (
        <ReplayCard key={replay.name} replay={replay} />
      ))}
    </section>
  );
}

export function ReplayCard({ replay }: { replay: ReplayInfo }) {
  const { act, notify } = useSession();
  const isRunning = replay.state === 'running';
  const press = async () => {
    const answer = await act({ kind: 'replay', name: replay.name, action: isRunning ? 'stop' : 'start' });
    if (!answer.ok) notify(answer.why);
  };
  return (
    <div class={`replay ${isRunning ? 'replay-running' : ''}`}>
      <button type="button" class="replay-button" onClick={press}>
        <Icon name={isRunning ? 'stop' : 'play'} />
        <span>{isRunning ? `Stop “${replay.name}”` : replay.name}</span>
      </button>
      {isRunning ? (
        <div class="replay-progress">
          <progress value={replay.sent} max={Math.max(1, replay.total)} aria-label={`${replay.name}: sent`} />
          <span>
            {replay.sent} of {replay.total}
          </span>
        </div>
      ) : (
        <p>{replay.description}</p>
      )}
    </div>
  );
}
