import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { safeUrl } from '../text/control.ts';
import { ChannelMention, DateText, EmojiText, OutLink, UserMention } from '../text/inline-view.tsx';

export function RichText({ block }: { block: RichTextBlock }) {
  return (
    <div class="rich-text">
      {block.elements.map((element, index) => (
        <RichPart key={index} element={element} />
      ))}
    </div>
  );
}

function RichPart({ element }: { element: RichTextBlockElement }) {
  switch (element.type) {
    case 'rich_text_section':
      return (
        <p>
          <Run elements={element.elements} />
        </p>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Run elements={element.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <Run elements={element.elements} />
        </pre>
      );
    case 'rich_text_list':
      return <List style={element.style} indent={element.indent ?? 0} items={element.elements} />;
    default:
      return null;
  }
}

function List({ style, indent, items }: { style: 'bullet' | 'ordered'; indent: number; items: RichTextSection[] }) {
  const rows = items.map((item, index) => (
    <li key={index}>
      <Run elements={item.elements} />
    </li>
  ));
  const level = `list-indent-${Math.min(indent, 4)}`;
  return style === 'ordered' ? <ol class={level}>{rows}</ol> : <ul class={level}>{rows}</ul>;
}

function Run({ elements }: { elements: RichTextElement[] }) {
  return (
    <>
      {elements.map((element, index) => (
        <Leaf key={index} element={element} />
      ))}
    </>
  );
}

function Leaf({ element }: { element: RichTextElement }) {
  return styled(element, <LeafContent element={element} />);
}

function LeafContent({ element }: { element: RichTextElement }) {
  switch (element.type) {
    case 'text':
      return <>{element.text}</>;
    case 'link': {
      const url = safeUrl(element.url);
      const label = element.text || element.url;
      return url ? <OutLink url={url}>{label}</OutLink> : label;
    }
    case 'user':
      return <UserMention id={element.user_id} />;
    case 'channel':
      return <ChannelMention id={element.channel_id} />;
    case 'usergroup':
      return <span class="mention">@{element.usergroup_id}</span>;
    case 'broadcast':
      return <span class="mention mention-me">@{element.range}</span>;
    case 'emoji':
      return <EmojiText name={element.name} unicode={element.unicode} />;
    case 'date': {
      const url = element.url ? (safeUrl(element.url) ?? undefined) : undefined;
      return <DateText epoch={element.timestamp} format={element.format} fallback={element.fallback} url={url} />;
    }
    case 'color':
      return <code>{element.value}</code>;
    default:
      return null;
  }
}

function styled(element: RichTextElement, content: ComponentChildren): ComponentChildren {
  const style = 'style' in element ? element.style : undefined;
  if (!style) return content;
  let dressed = content;
  if ('code' in style && style.code) dressed = <code>{dressed}</code>;
  if (style.strike) dressed = <s>{dressed}</s>;
  if (style.italic) dressed = <em>{dressed}</em>;
  if (style.bold) dressed = <strong>{dressed}</strong>;
  return dressed;
}
