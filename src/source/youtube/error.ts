import { after, minutes } from '../../words/time.ts';
import { Refused, Wait } from '../source.ts';
import { inside, listInside } from '../values/inside.ts';

export const WRONG_KEY =
  'YouTube does not accept the API key, or the YouTube Data API v3 is not switched on for its project.';

/** One video or channel cannot be read; others can. */
export class NotThere extends Refused {}

/**
 * What to throw, by the reason that YouTube names; null when it names none that we know.
 * Source: developers.google.com/youtube/v3/docs/errors and …/docs/commentThreads/list.
 * @param target the video or channel that was asked for
 */
export function refusedByYoutube(body: unknown, target: string, now: Date): Error | null {
  const named = [...listInside(body, 'error', 'details'), ...listInside(body, 'error', 'errors')];
  for (const reason of named.map((one) => inside(one, 'reason'))) {
    switch (reason) {
      case 'quotaExceeded':
      case 'dailyLimitExceeded':
        return new Wait(
          midnightPacific(now),
          'The quota of the YouTube API key is used up until midnight in California.',
        );
      case 'rateLimitExceeded':
      case 'userRateLimitExceeded':
        return new Wait(after(now, minutes(60)), 'YouTube asks us to call less often.');
      case 'commentsDisabled':
        return new NotThere(`Comments are switched off for ${target}.`);
      case 'forbidden':
        return new NotThere(`YouTube does not show us the comments of ${target}.`);
      case 'videoNotFound':
        return new NotThere(`YouTube knows no video ${target}.`);
      case 'channelNotFound':
        return new NotThere(`YouTube knows no channel ${target}.`);
      case 'keyInvalid':
      case 'API_KEY_INVALID':
        return new Refused(WRONG_KEY);
    }
  }
  return null;
}

/** When quotas begin anew: the next midnight in California. */
export function midnightPacific(now: Date): Date {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: 'America/Los_Angeles',
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  });
  // Step by step: the days on which clocks change are 23 and 25 hours long.
  const step = minutes(15);
  let at = Math.floor(now.getTime() / step) * step + step;
  while (clock.format(at) !== '00:00') at += step;
  return new Date(at);
}
