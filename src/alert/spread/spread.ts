import type { Capability } from '../../capability.ts';
import { deliverAlertChart } from './deliver.ts';
import { forgetVolumes } from './store-forget.ts';

/** How fast and where a story spreads. */
export const spread = {
  owes: {
    alert_chart: {
      named: 'the chart',
      does: 'draw the chart of an alert',
      route: ({ alertId }) => ({
        lane: 'housekeeping',
        key: `alert_chart:${alertId}`,
        place: null,
        isRedrawn: true,
      }),
      deliver: deliverAlertChart,
      shows: 'alert',
      isDispensable: true,
    },
  },
  forgets: { volumes: forgetVolumes },
} satisfies Capability;
