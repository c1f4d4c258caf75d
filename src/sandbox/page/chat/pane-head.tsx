import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../icon.tsx';
import { useSession } from '../live/context.ts';

interface Props {
  title: string;
  icon?: IconName;
  /** A word on the state it is in. */
  mark?: string;
  sub?: ComponentChildren;
  children?: ComponentChildren;
}

/** The top of the middle pane; on a phone with the way back to the list. */
export function PaneHead({ title, icon, mark, sub, children }: Props) {
  const { go } = useSession();
  return (
    <header class="pane-head">
      <button
        type="button"
        class="icon-button only-phone"
        aria-label="Back to the channel list"
        onClick={() => go({ pane: 'list' })}
      >
        <Icon name="back" />
      </button>
      <div class="pane-title">
        <h2>
          {icon && <Icon name={icon} />}
          <span>{title}</span>
          {mark && <span class="pane-mark">{mark}</span>}
        </h2>
        {sub && <div class="pane-sub">{sub}</div>}
      </div>
      <div class="pane-tools">{children}</div>
    </header>
  );
}
