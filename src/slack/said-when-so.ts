/** "Posted" is said after the post, and else what it waits for. */
import { standingOf } from '../db/deliveries.ts';
import type { Owed } from '../words/decision.ts';
import type { Firebreak } from './firebreak.ts';

/** A person waits this long for a word. Milliseconds. */
const WAIT = 2_000;
const LOOK_EVERY = 100;

/**
 * How far the post in a room has come that a change owes: null when it is there (or none was owed), else a clause that
 * ends "It will be posted …".
 */
export async function untilPosted({ db }: Pick<Firebreak, 'db'>, owed: Owed[]): Promise<string | null> {
  const post = owed.find(({ kind }) => kind === 'room_post');
  if (!post) return null;
  const until = performance.now() + WAIT;
  for (;;) {
    const stands = await standingOf(db, post);
    if (stands?.status === 'done') return null;
    if (stands?.heldBecause) return `once this is mended: ${stands.heldBecause}`;
    if (performance.now() > until) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
  const room = 'incidentId' in post ? await standingOf(db, { kind: 'room', incidentId: post.incidentId }) : null;
  if (room?.heldBecause) return `once its channel is open, and for that this must be mended: ${room.heldBecause}`;
  if (room && room.status !== 'done') return 'once its channel is open.';
  return 'as soon as Slack takes it.';
}
