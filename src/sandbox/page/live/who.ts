/** Who is looking: from the address (`?as=`), else from this tab's memory. */
import { useCallback, useState } from 'preact/hooks';

const KEY = 'sandbox-as';

export function useWho(): [string | undefined, (id: string | undefined) => void] {
  const [as, setAs] = useState(
    () => new URL(location.href).searchParams.get('as') ?? sessionStorage.getItem(KEY) ?? undefined,
  );
  const become = useCallback((id: string | undefined) => {
    const url = new URL(location.href);
    if (id) {
      sessionStorage.setItem(KEY, id);
      url.searchParams.set('as', id);
    } else {
      sessionStorage.removeItem(KEY);
      url.searchParams.delete('as');
    }
    history.replaceState(null, '', url);
    setAs(id);
  }, []);
  return [as, become];
}
