/** Which pane is open, as the address has it: `#C1`, `#C1/1700000000.000100` (a thread), `#home`. Pure. */

export type Route =
  | { pane: 'list' }
  | { pane: 'home' }
  | { pane: 'channel'; channel: string; thread?: string | undefined };

export function readRoute(hash: string): Route {
  const [channel, thread] = hash.replace(/^#/, '').split('/');
  if (!channel) return { pane: 'list' };
  if (channel === 'home') return { pane: 'home' };
  return { pane: 'channel', channel, ...(thread ? { thread } : {}) };
}

export function writeRoute(route: Route): string {
  if (route.pane === 'list') return '';
  if (route.pane === 'home') return 'home';
  return route.thread ? `${route.channel}/${route.thread}` : route.channel;
}
