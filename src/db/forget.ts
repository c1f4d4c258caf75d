/** What no rule reads any more. Mentions, their evidence and the timeline are kept. */
import { sql } from 'drizzle-orm';
import { STORY_WINDOW } from '../alert/story.ts';
import { after, minutes } from '../words.ts';
import type { Database } from './connect.ts';
import { forgetHours } from './hours.ts';

/** Stories are looked up for two days; a day more, for whoever's clock is behind. */
const STORIES_KEPT = STORY_WINDOW + minutes(24 * 60);

/** Forget which words told stories that nobody tells any more, and what was usual more than four weeks ago. */
export async function forgetStories(db: Database, now: Date): Promise<void> {
  const before = after(now, -STORIES_KEPT).toISOString();
  await db.sql.transaction(async (tx) => {
    await tx.execute(sql`delete from bands where key in (select key from stories where last_at < ${before})`);
    await tx.execute(sql`delete from stories where last_at < ${before}`);
    await forgetHours(tx, now);
  });
}
