/** Where the person is, kept in the address so that the back button works. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Route, readRoute, writeRoute } from './route.ts';

export function useRoute(): [Route, (route: Route) => void] {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const read = () => setRoute(readRoute(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  const go = useCallback((next: Route) => {
    location.hash = writeRoute(next);
  }, []);
  return [route, go];
}
