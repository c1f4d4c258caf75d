import { useCallback, useEffect, useState } from 'preact/hooks';

const SHOWN_MS = 7000;

/** A sentence at the foot of the page that goes away by itself. */
export function useNotice(): [string, (sentence: string) => void] {
  const [notice, setNotice] = useState({ sentence: '', count: 0 });
  useEffect(() => {
    if (!notice.sentence) return;
    const timer = setTimeout(() => setNotice({ sentence: '', count: 0 }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const notify = useCallback((sentence: string) => setNotice(({ count }) => ({ sentence, count: count + 1 })), []);
  return [notice.sentence, notify];
}

export function Notice({ sentence }: { sentence: string }) {
  return (
    <div class="notice-place" role="status" aria-live="polite">
      {sentence && <div class="notice">{sentence}</div>}
    </div>
  );
}
