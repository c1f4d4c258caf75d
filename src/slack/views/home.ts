import type { HomeView, KnownBlock } from '@slack/types';
import type { Alert, Incident } from '../../words.ts';
import { ACTION } from './actions.ts';
import { clockLine } from './clock-line.ts';
import { button } from './elements.ts';
import { muteList, type ShownMute } from './mute-views.ts';
import { listed } from './status.ts';
import { context, counted, moment, plain, quoted, section } from './text.ts';

const MOST = 10;

export interface Home {
  brand: string;
  incidents: Incident[];
  alerts: Alert[];
  /** What is snoozed by author, hashtag or query. */
  mutes?: ShownMute[];
  isSubscribed: boolean;
  now: Date;
}

/** What a person sees who opens the app: what is burning, and how to be told without joining. */
export function home({ brand, incidents, alerts, mutes = [], isSubscribed, now }: Home): HomeView {
  const subscribe = isSubscribed
    ? button(ACTION.unsubscribeAll, 'Stop telling me', { value: 'all' })
    : button(ACTION.subscribeAll, 'Tell me about every SEV1 and SEV2', { value: 'all', style: 'primary' });
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(`Firebreak for ${brand}`, 150) },
    {
      type: 'actions',
      elements: [
        subscribe,
        button(ACTION.newIncident, 'New incident…', { value: 'new' }),
        button(ACTION.sources, 'Sources…', { value: 'sources' }),
      ],
    },
    section(`*${counted(incidents.length, 'open incident')}*`),
    ...incidents.slice(0, MOST).map((incident) => section(listed(incident, now))),
    { type: 'divider' },
    section(`*${counted(alerts.length, 'open alert')}*`),
    ...alerts
      .slice(0, MOST)
      .map((alert) =>
        section(
          `*${alert.severity ?? `${alert.suggested} suggested`}* · ${quoted(alert.title)}\n${clockLine(alert, now)}`,
        ),
      ),
    ...(mutes.length > 0 ? [{ type: 'divider' as const }, section('*Snoozed*'), ...muteList(mutes)] : []),
    context(`As of ${moment(now)}. Open this tab again for a fresh look. \`/incident help\` lists what you can do.`),
  ];
  return { type: 'home', blocks };
}
