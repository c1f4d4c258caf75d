/** Answers of ours that a source saw in public. */
import { inArray } from 'drizzle-orm';
import { happened, type Owed, type OwnReply, type TimelineEvent } from '../words.ts';
import { lockAlerts } from './alerts.ts';
import type { Database } from './connect.ts';
import { change } from './record.ts';
import { heard, mentions } from './schema.ts';

/**
 * Each is proposed once, as the response to the story of the post it answers. A person decides: an automatic answer is
 * none. Answers to posts that were never heard concern nobody.
 */
export async function noteOwnReplies(db: Database, replies: OwnReply[], at: Date): Promise<void> {
  await change(db, at, null, async (tx) => {
    const asked = [...new Map(replies.map((reply) => [reply.id, reply])).values()];
    const ids = asked.map(({ to }) => to);
    const posts = await tx.select().from(mentions).where(inArray(mentions.id, ids));
    const alertOf = new Map(posts.map(({ id, alertId }) => [id, alertId]));
    const found = await lockAlerts(
      tx,
      [...new Set(alertOf.values())].sort((a, b) => a - b),
    );
    const events: TimelineEvent[] = [];
    const owed: Owed[] = [];
    for (const reply of asked) {
      const alert = found.find(({ id }) => id === alertOf.get(reply.to));
      if (!alert || alert.respondedAt) continue;
      const first = await tx
        .insert(heard)
        .values({ key: `own reply ${reply.id}`, at })
        .onConflictDoNothing()
        .returning();
      if (first.length === 0) continue;
      const of = { alertId: alert.id, incidentId: alert.incidentId };
      events.push(happened('reply_seen', { kind: 'firebreak' }, at, of, { url: reply.url, network: reply.network }));
      owed.push({ kind: 'reply_seen', alertId: alert.id, reply: { ...reply, at: reply.at.toISOString() } });
    }
    return { allowed: true, state: null, events, owed, pages: [] };
  });
}
