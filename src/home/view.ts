import type { HomeView, KnownBlock } from '@slack/types';
import type { Incident } from '../act/incident/words.ts';
import { NEW_INCIDENT } from '../act/open/words.ts';
import { listed } from '../act/status/view.ts';
import { SUBSCRIBE_ALL, UNSUBSCRIBE_ALL } from '../act/subscribe/words.ts';
import type { Alert } from '../alert/card/words.ts';
import { muteList, type ShownMute } from '../alert/mute/view.ts';
import { clockLine } from '../alert/response/view.ts';
import { button } from '../slack/kit/elements.ts';
import { context, counted, moment, moreThan, plain, quoted, section } from '../slack/kit/text.ts';
import { SOURCES } from '../source/desk/words.ts';
import type { Cut } from '../words/cut.ts';

/** Of incidents and of alerts each. */
export const SHOWN_AT_HOME = 10;

export interface Home {
  brand: string;
  incidents: Cut<Incident>;
  alerts: Cut<Alert>;
  /** What is snoozed by author, hashtag or query. */
  mutes?: ShownMute[];
  isSubscribed: boolean;
  now: Date;
}

/** What a person sees who opens the app: what is burning, and how to be told without joining. */
export function home({ brand, incidents, alerts, mutes = [], isSubscribed, now }: Home): HomeView {
  const subscribe = isSubscribed
    ? button(UNSUBSCRIBE_ALL, 'Stop telling me', { value: 'all' })
    : button(SUBSCRIBE_ALL, 'Tell me about every SEV1 and SEV2', { value: 'all', style: 'primary' });
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(`Firebreak for ${brand}`, 150) },
    {
      type: 'actions',
      elements: [
        subscribe,
        button(NEW_INCIDENT, 'New incident…', { value: 'new' }),
        button(SOURCES, 'Sources…', { value: 'sources' }),
      ],
    },
    section(`*${counted(incidents.total, 'open incident')}*`),
    ...incidents.first.map((incident) => section(listed(incident, now))),
    ...moreThan(incidents.first.length, incidents.total, 'The most severe come first.'),
    { type: 'divider' },
    section(`*${counted(alerts.total, 'open alert')}*`),
    ...alerts.first.map((alert) =>
      section(
        `*${alert.severity ?? `${alert.suggested} suggested`}* · ${quoted(alert.title)}\n${clockLine(alert, now)}`,
      ),
    ),
    ...moreThan(alerts.first.length, alerts.total, 'The most severe come first.'),
    ...(mutes.length > 0 ? [{ type: 'divider' as const }, section('*Snoozed*'), ...muteList(mutes)] : []),
    context(`As of ${moment(now)}. Open this tab again for a fresh look. \`/incident help\` lists what you can do.`),
  ];
  return { type: 'home', blocks };
}
