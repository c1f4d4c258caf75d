/** Slack's text objects and message texts. */
import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { useMemo } from 'preact/hooks';
import { InlineView } from './inline-view.tsx';
import { parseMrkdwn } from './mrkdwn.ts';
import { parsePlain } from './plain.ts';

/** Both kinds of text object. Optional fields are read as Slack reads them: a missing text is empty. */
export function TextView({ text }: { text: PlainTextElement | MrkdwnElement | undefined }) {
  if (!text) return null;
  if (text.type === 'mrkdwn') return <MrkdwnView text={text.text} verbatim={text.verbatim === true} />;
  return <PlainView text={text.text} />;
}

export function PlainView({ text }: { text: string }) {
  return <InlineView nodes={useMemo(() => parsePlain(text), [text])} />;
}

export function MrkdwnView({ text, verbatim = false }: { text: string; verbatim?: boolean }) {
  const parts = useMemo(() => parseMrkdwn(text, verbatim), [text, verbatim]);
  const only = parts.length === 1 ? parts[0] : undefined;
  if (only?.type === 'paragraph') return <InlineView nodes={only.children} />;
  return (
    <>
      {parts.map((part, index) => {
        if (part.type === 'pre') return <pre key={index}>{part.text}</pre>;
        if (part.type === 'quote')
          return (
            <blockquote key={index}>
              <InlineView nodes={part.children} />
            </blockquote>
          );
        return (
          <p key={index}>
            <InlineView nodes={part.children} />
          </p>
        );
      })}
    </>
  );
}
