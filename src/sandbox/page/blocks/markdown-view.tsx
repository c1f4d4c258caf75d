import { useMemo } from 'preact/hooks';
import { InlineView } from '../text/inline-view.tsx';
import { type MarkdownPart, parseMarkdown } from '../text/markdown.ts';

export function MarkdownView({ text }: { text: string }) {
  const parts = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div class="rich-text">
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: MarkdownPart }) {
  switch (part.type) {
    case 'heading':
      return (
        <h4 class={`markdown-heading level-${part.level}`}>
          <InlineView nodes={part.children} />
        </h4>
      );
    case 'paragraph':
      return (
        <p>
          <InlineView nodes={part.children} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <InlineView nodes={part.children} />
        </blockquote>
      );
    case 'pre':
      return <pre>{part.text}</pre>;
    case 'rule':
      return <hr />;
    case 'list': {
      const items = part.items.map((item, index) => (
        <li key={index}>
          <InlineView nodes={item} />
        </li>
      ));
      return part.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}
