/** Where one writes. Enter sends, Shift+Enter breaks the line, Tab completes. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Channel } from '../../../protocol.ts';
import { Icon } from '../../icon.tsx';
import { useSession } from '../../live/context.ts';
import type { Workspace } from '../../live/workspace.ts';
import { canHover } from '../../shell/screen.ts';
import { CompletionList } from './completion-list.tsx';
import { offerFor } from './completions.ts';
import { ComposerTools } from './composer-tools.tsx';
import { draftKey, draftOf, keepDraft } from './drafts.ts';
import { outgoingOf } from './outgoing.ts';

interface Props {
  workspace: Workspace;
  channel: Channel;
  label: string;
  threadTs?: string;
}

export function Composer({ workspace, channel, label, threadTs }: Props) {
  const { act } = useSession();
  const key = draftKey(workspace.me, channel.id, threadTs);
  const [text, setText] = useState(() => draftOf(key));
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(-1);
  const [isDismissed, setDismissed] = useState(false);
  const [why, setWhy] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = `completions-${threadTs ?? 'channel'}`;

  const channels = useMemo(
    () => [...workspace.channels, ...workspace.joinable],
    [workspace.channels, workspace.joinable],
  );
  const offer = isDismissed
    ? null
    : offerFor(text.slice(0, caret), { commands: workspace.commands, people: workspace.people, channels });
  const at = active >= 0 ? active : offer?.isEager ? 0 : -1;

  useEffect(() => {
    if (canHover()) field.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  const write = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    setActive(-1);
    setDismissed(false);
    keepDraft(key, next);
  };
  const complete = (insert: string) => {
    if (!offer) return;
    const next = text.slice(0, offer.from) + insert + text.slice(caret).replace(/^ /, '');
    const end = offer.from + insert.length;
    write(next, end);
    const element = field.current;
    if (!element) return;
    // At once, not with the next drawing: whoever types on must find the caret behind the completed word.
    element.value = next;
    element.setSelectionRange(end, end);
    element.focus();
  };
  const send = async () => {
    const typed = text.trim();
    if (!typed) return;
    const outgoing = outgoingOf(
      typed,
      workspace.commands.map(({ command }) => command),
      threadTs !== undefined,
    );
    if (outgoing.kind === 'refused') return setWhy(outgoing.why);
    setWhy('');
    write('', 0);
    const answer =
      outgoing.kind === 'command'
        ? await act({ ...outgoing, channel: channel.id })
        : await act({
            kind: 'post',
            channel: channel.id,
            text: outgoing.text,
            ...(threadTs ? { threadTs } : {}),
          });
    if (answer.ok) return;
    setWhy(answer.why);
    setText((now) => now || text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const count = offer?.items.length ?? 0;
    const item = offer?.items[at];
    if (offer && event.key === 'ArrowDown') setActive((at + 1) % count);
    else if (offer && event.key === 'ArrowUp') setActive((at <= 0 ? count : at) - 1);
    else if (offer && event.key === 'Escape') setDismissed(true);
    else if (offer && event.key === 'Tab' && !event.shiftKey) complete((item ?? offer.items[0])?.insert ?? '');
    else if (event.key === 'Enter' && !event.shiftKey) {
      if (item) complete(item.insert);
      else void send();
    } else return;
    event.preventDefault();
  };

  return (
    <div class="composer-place">
      {offer && <CompletionList id={listId} offer={offer} active={at} choose={complete} hover={setActive} />}
      {why && (
        <div class="failure composer-failure" role="alert">
          {why}
        </div>
      )}
      <div class="composer">
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-controls={offer ? listId : undefined}
          aria-activedescendant={offer && at >= 0 ? `${listId}-${at}` : undefined}
          value={text}
          onInput={({ currentTarget }) => write(currentTarget.value, currentTarget.selectionEnd)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionEnd)}
          onKeyDown={onKeyDown}
        />
        <ComposerTools workspace={workspace} channel={channel} isThread={threadTs !== undefined} report={setWhy} />
        <button type="button" class="send" aria-label="Send" disabled={!text.trim()} onClick={send}>
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}
