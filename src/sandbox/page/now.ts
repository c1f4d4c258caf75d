/** The present, ticking slowly, for relative times. One timer serves the whole page. */
import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let timer: number | undefined;

/** Seconds since 1970; the component is drawn again as time passes. */
export function useNow(): number {
  const [now, setNow] = useState(nowSeconds);
  useEffect(() => {
    const tick = () => setNow(nowSeconds());
    listeners.add(tick);
    timer ??= setInterval(() => listeners.forEach((listener) => void listener()), TICK_MS);
    return () => {
      listeners.delete(tick);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
