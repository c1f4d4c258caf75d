import type { Button, WorkflowButton } from '@slack/types';
import { useRef } from 'preact/hooks';
import { safeUrl } from '../text/control.ts';
import { PlainView } from '../text/text-view.tsx';
import { useConfirm } from './confirm.tsx';
import { type ElementProps, useElement } from './use-element.ts';

/** A button, or a link that looks like one: a link tells the app too, as in Slack. */
export function ButtonElement(props: ElementProps<Button | WorkflowButton>) {
  const { element } = props;
  const { send, isPending } = useElement(props);
  const link = useRef<HTMLAnchorElement>(null);
  const value = element.type === 'button' ? element.value : undefined;
  const state = { type: element.type, text: element.text, ...(value === undefined ? {} : { value }) };
  const url = element.type === 'button' && element.url ? safeUrl(element.url) : null;
  const { ask, dialog } = useConfirm(element.confirm);
  const common = {
    class: `button ${element.style ? `button-${element.style}` : ''}`,
    'aria-label': element.accessibility_label,
    'aria-busy': isPending,
  };
  const content = (
    <span class="button-text">
      <PlainView text={element.text.text} />
    </span>
  );
  if (url) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: it leads elsewhere and tells the app, as a button in Slack does
      <a
        {...common}
        ref={link}
        role="button"
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        onClick={() => send(state)}
        onKeyDown={(event) => {
          if (event.key !== ' ') return;
          event.preventDefault();
          link.current?.click();
        }}
      >
        {content}
      </a>
    );
  }
  return (
    <>
      <button {...common} type="button" onClick={() => ask(() => send(state))}>
        {content}
      </button>
      {dialog}
    </>
  );
}
