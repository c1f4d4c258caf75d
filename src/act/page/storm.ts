import type { Page } from '../../words/page.ts';
import type { PersonId } from '../../words/people.ts';
import { minutes } from '../../words/time.ts';

/** Whoever takes a storm's page sees to what else of it gets late within this time. Milliseconds. */
const TAKEN_FOR = minutes(60);

/**
 * Does the storm's latest page speak for a story whose time is up now, so that its owners are not asked twice? While it
 * asks, and for a while after somebody took it. One that nobody answered, or that was over, speaks for nobody any more.
 */
export function speaksFor(latest: Page | null, now: Date): latest is Page {
  if (latest?.status === 'asking') return true;
  if (latest?.status !== 'acknowledged' || latest.answeredAt === null) return false;
  return now.getTime() - latest.answeredAt.getTime() < TAKEN_FOR;
}

/** A worse story has got late since the page began: its owners are asked as well, after those who are named already. */
export function alsoAsking(page: Page, steps: PersonId[][]): Page {
  const named = new Set(page.steps.flat());
  const others = steps.map((step) => step.filter((person) => !named.has(person))).filter((step) => step.length > 0);
  return others.length === 0 ? page : { ...page, steps: [...page.steps, ...others] };
}
