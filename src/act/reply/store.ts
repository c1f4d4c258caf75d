/** Answers of ours that a source saw in public. */
import { sql } from 'drizzle-orm';
import { lockAlerts } from '../../alert/card/store.ts';
import { mentions } from '../../alert/mention/table.ts';
import type { OwnReply } from '../../alert/mention/words.ts';
import { type Database, rows, type Tx } from '../../db/connect.ts';
import { anyOf, jsonRows } from '../../db/json-rows.ts';
import { change } from '../../db/record.ts';
import { requests } from '../../db/schema.ts';
import { allow, happened, type Owed, type TimelineEvent } from '../../words/decision.ts';

/**
 * Each is proposed once, as the response to the story of the post it answers. A person decides: an automatic answer is
 * none. Answers to posts that were never heard concern nobody.
 */
export async function noteOwnReplies(db: Database, replies: OwnReply[], at: Date): Promise<void> {
  await change(db, at, null, async (tx) => {
    const asked = [...new Map(replies.map((reply) => [reply.id, reply])).values()];
    const posts = await tx
      .select({ id: mentions.id, alertId: mentions.alertId })
      .from(mentions)
      .where(sql`${mentions.id} = ${anyOf(asked.map(({ to }) => to))}`);
    const alertOf = new Map(posts.map(({ id, alertId }) => [id, alertId]));
    const locked = await lockAlerts(tx, [...new Set(alertOf.values())]);
    const waiting = new Map(locked.filter(({ respondedAt }) => !respondedAt).map((alert) => [alert.id, alert]));
    const concerned = asked.flatMap((reply) => {
      const alert = waiting.get(alertOf.get(reply.to) ?? 0);
      return alert ? [{ reply, alert, key: `own reply ${reply.id}` }] : [];
    });
    const isNew = await heardFirst(
      tx,
      concerned.map(({ key }) => key),
      at,
    );
    const events: TimelineEvent[] = [];
    const owed: Owed[] = [];
    for (const { reply, alert, key } of concerned) {
      if (!isNew.has(key)) continue;
      const of = { alertId: alert.id, incidentId: alert.incidentId };
      events.push(happened('reply_seen', { kind: 'firebreak' }, at, of, { url: reply.url, network: reply.network }));
      owed.push({ kind: 'reply_seen', alertId: alert.id, reply: { ...reply, at: reply.at.toISOString() } });
    }
    return allow(null, { events, owed });
  });
}

/** Those of the keys that were never heard before, remembered. */
async function heardFirst(tx: Tx, keys: string[], at: Date): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { columns, from } = jsonRows(
    requests,
    keys.map((key) => ({ key, at })),
  );
  const first = await rows<{ key: string }>(
    tx,
    sql`insert into heard (${columns}) select ${columns} from ${from} on conflict do nothing returning key`,
  );
  return new Set(first.map(({ key }) => key));
}
