/** Which story does a mention tell? A batch of them, in order, against what is known. */

import type { Policy } from '../../policy/words.ts';
import { happened, type Owed, type TimelineEvent } from '../../words/decision.ts';
import { FIREBREAK } from '../../words/people.ts';
import { minutes } from '../../words/time.ts';
import { type Gathered, joinAlert, movedUp, openAlert, outgrown, raise, seenAgain, shownOn } from '../card/rule.ts';
import type { Alert } from '../card/words.ts';
import { ON_ONE_CARD } from '../gathered/words.ts';
import type { Mention } from '../mention/words.ts';
import { workingDayOf } from '../place/rule.ts';
import { suggestByPace } from '../risk/rule.ts';
import { chartOwed } from '../spread/rule.ts';
import { isOfBeginning } from '../storm/rule.ts';
import type { Storm } from '../storm/words.ts';
import {
  type Known,
  type KnownPost,
  type KnownStory,
  type Marked,
  namesOf,
  type Outcome,
  type Sorted,
  type Volume,
} from './known.ts';
import { likeness, SAME_STORY } from './minhash.ts';
import { isSamePost, STORY_WINDOW } from './rule.ts';

const BUCKET = minutes(5);
/** What is so alike a text that is known is found by that one's bands: ten thousand wordings of a story stay cheap. */
const NEAR_COPY = 0.8;
/** A chart is worth drawing anew when a story has grown to one of these. */
const CHART_AT = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000];

/**
 * The batch in order: a post that is known is heard again, any other joins the alert that tells its story or opens one.
 * Works on copies in memory of what is `known`.
 */
export function sortIntoStories(batch: Marked[], known: Known, policy: Policy): Sorted {
  const posts = new Map(known.posts);
  const byKey = new Map(known.byKey);
  const bands = new Map(known.bands);
  const state = new Map(known.alerts);
  const opened = new Set<number>();
  const changed = new Set<number>();
  const touchedKeys = new Set<string>();
  const newBands: Sorted['bands'] = [];
  const volumes = new Map<string, Volume>();
  const outcomes: Outcome[] = [];
  const stored: Sorted['stored'] = [];
  const edits: Sorted['edits'] = [];
  const events: TimelineEvent[] = [];
  const takenIn: number[] = [];
  const owed: Owed[] = [];
  let openedAt = known.openedAt;
  let { lastAlertId, storm } = known;
  let lastStormId = known.lastStormId;
  let gatheredStories = known.gathered.stories;

  for (const marked of batch) {
    const { mention } = marked;
    const same = namesOf(marked.seen, marked.saidThere)
      .flatMap((name) => posts.get(name) ?? [])
      .find((post) => isSamePost(post, marked.seen));
    if (same) {
      outcomes.push('duplicate');
      hearAgain(same, marked);
      continue;
    }
    const { alert, isNearCopy } = alertTelling(marked);
    const alertId = alert ? alert.id : ++lastAlertId;
    if (alert) change(alert, joinAlert(alert, mention, policy), mention.receivedAt);
    else open(alertId, mention);
    remember({ ...marked.seen, alertId, saidThere: marked.saidThere });
    tell(marked, alertId, isNearCopy);
    count(alertId, mention);
    stored.push({ marked, alertId });
    outcomes.push('accepted');
  }
  byPace();

  const of = (id: number) => state.get(id) ?? [];
  for (const id of new Set([...opened, ...changed])) {
    const [before, after] = [known.alerts.get(id), state.get(id)];
    if (!after) continue;
    const [was, is] = [before && shownOn(before), shownOn(after)];
    owed.push(is);
    // Where it was until now it has to be shown once more.
    if (was && JSON.stringify(was) !== JSON.stringify(is)) owed.push(was);
    // Before anybody has to do with it nobody looks at its chart, and in a storm there are hundreds.
    const isHandled = after.claimedBy !== null || after.assessedAt !== null;
    if (isHandled && crossed(before?.mentionCount ?? 0, after.mentionCount)) owed.push(...chartOwed(after));
  }
  return {
    outcomes,
    stored,
    edits,
    opened: [...opened].flatMap(of),
    changed: [...changed].filter((id) => !opened.has(id)).flatMap(of),
    keys: [...touchedKeys].flatMap((key) => {
      const story = byKey.get(key);
      return story ? [{ key, ...story }] : [];
    }),
    bands: newBands,
    volumes: [...volumes.values()],
    storm: storm === known.storm ? null : storm,
    takenIn,
    events,
    owed,
  };

  function open(alertId: number, mention: Mention): void {
    const isStorm = isStormy(openedAt, mention.receivedAt, policy);
    if (isStorm && storm === null) {
      storm = begin(mention.receivedAt);
    }
    const stormId = isStorm ? (storm?.id ?? null) : null;
    const gathered = nextGathered(mention.receivedAt);
    const decision = openAlert(alertId, mention, policy, { mute: known.mutedBy(mention), stormId, gathered });
    if (!decision.allowed) throw new Error(decision.why);
    const alert = decision.state;
    if (alert.gatheredOn !== null && alert.status === 'open') gatheredStories++;
    if (alert.stormId !== null && storm) storm = { ...storm, lastAt: mention.receivedAt, stories: storm.stories + 1 };
    state.set(alertId, alert);
    opened.add(alertId);
    events.push(...decision.events);
    if (alert.mutedBy === null && alert.status === 'open')
      openedAt = [mention.receivedAt, ...openedAt].slice(0, policy.storm.stories);
  }

  /** What made it a storm is part of it. */
  function begin(at: Date): Storm {
    const began: Storm = { id: ++lastStormId, startedAt: at, lastAt: at, stories: 0, endedAt: null };
    const first = [...state.values()].filter((alert) => isOfBeginning(alert, began, policy));
    for (const alert of first) {
      change(alert, { ...alert, stormId: began.id }, at);
      // One of this batch never stood anywhere else.
      if (opened.has(alert.id)) continue;
      takenIn.push(alert.id);
      events.push(happened('alert_taken_in', FIREBREAK, at, { alertId: alert.id }, { storm: began.id }));
    }
    return { ...began, stories: first.length };
  }

  function change(before: Alert, grown: Alert, at: Date): void {
    const joinsTheDay = before.status === 'counted' && grown.status === 'open' && grown.ownCardSince === null;
    const after = joinsTheDay ? gatheredNow(grown, at) : grown;
    state.set(before.id, after);
    changed.add(before.id);
    owed.push(...outgrown(before, after, at));
    events.push(...movedUp(before, after, at));
  }

  /** The card on which the next small story goes. */
  function nextGathered(at: Date): Gathered {
    const day = workingDayOf(at);
    return { day, part: Math.floor((day === known.gathered.day ? gatheredStories : 0) / ON_ONE_CARD) + 1 };
  }

  function gatheredNow(alert: Alert, at: Date): Alert {
    const { day, part } = nextGathered(at);
    gatheredStories++;
    return { ...alert, gatheredOn: day, gatheredPart: part };
  }

  /** A post that is known may have been edited since, or have a larger audience now. */
  function hearAgain(post: KnownPost, { mention, seen }: Marked): void {
    const alert = state.get(post.alertId);
    const isEdit =
      post.id === seen.id && mention.textState === 'full' && post.said !== null && seen.said !== null
        ? post.said !== seen.said
        : false;
    if (isEdit) {
      edits.push({ mention, alertId: post.alertId });
      events.push(
        happened('mention_edited', { kind: 'source', name: mention.source }, mention.receivedAt, post, {
          mention: mention.id,
        }),
      );
      posts.set(`id ${post.id}`, { ...post, said: seen.said });
    }
    if (!alert) return;
    const after = seenAgain(alert, mention, policy);
    if (after !== alert) change(alert, after, mention.receivedAt);
    else if (isEdit) changed.add(alert.id);
  }

  /** By whom it answers, by its address, by its words, and at last by words that are nearly the same. */
  function alertTelling(marked: Marked): { alert: Alert | undefined; isNearCopy: boolean } {
    const { mention } = marked;
    const parent = mention.parent?.id ? posts.get(`id ${mention.parent.id}`) : undefined;
    const answered = parent && state.get(parent.alertId);
    if (answered && isRecent(answered.lastMentionAt, mention)) return { alert: answered, isNearCopy: false };
    const exact = [marked.urlKey, marked.textKey, marked.parentKey]
      .flatMap((key) => (key === null ? [] : (byKey.get(key) ?? [])))
      .filter((story) => isRecent(story.lastAt, mention) && state.has(story.alertId));
    const story = exact.find((one) => one.byHand) ?? exact[0];
    if (story) return { alert: state.get(story.alertId), isNearCopy: false };
    const near = nearest(marked);
    return { alert: near && state.get(near.story.alertId), isNearCopy: near !== undefined && near.alike >= NEAR_COPY };
  }

  function nearest({ mention, signature, bands: own }: Marked): { story: KnownStory; alike: number } | undefined {
    if (!signature) return undefined;
    let best: KnownStory | undefined;
    let most = SAME_STORY;
    for (const key of new Set(own.flatMap((band) => bands.get(band) ?? []))) {
      const story = byKey.get(key);
      if (!story?.signature || !isRecent(story.lastAt, mention) || !state.has(story.alertId)) continue;
      const alike = likeness(signature, story.signature);
      if (alike < most || (best && alike === most)) continue;
      [best, most] = [story, alike];
    }
    return best && { story: best, alike: most };
  }

  /** From now on its address and its words lead to this alert, unless a person decided where they belong. */
  function tell(marked: Marked, alertId: number, isNearCopy: boolean): void {
    const { urlKey, textKey, signature, mention } = marked;
    for (const key of [urlKey, textKey]) {
      if (key === null) continue;
      const before = byKey.get(key);
      const kept = before?.byHand ? before.alertId : alertId;
      const own = key === textKey ? signature : null;
      byKey.set(key, { alertId: kept, lastAt: mention.receivedAt, signature: own, byHand: before?.byHand ?? false });
      touchedKeys.add(key);
      if (key !== textKey || before || isNearCopy) continue;
      for (const hash of marked.bands) {
        newBands.push({ hash, key });
        const there = bands.get(hash);
        if (there) there.push(key);
        else bands.set(hash, [key]);
      }
    }
  }

  function remember(post: KnownPost): void {
    for (const name of namesOf(post, post.saidThere)) if (!posts.has(name)) posts.set(name, post);
  }

  function count(alertId: number, mention: Mention): void {
    const since = new Date(Math.floor(mention.receivedAt.getTime() / BUCKET) * BUCKET);
    const key = `${alertId} ${since.getTime()} ${mention.network}`;
    const volume = volumes.get(key) ?? { alertId, since, network: mention.network, mentions: 0, negative: 0 };
    volume.mentions++;
    if (mention.sentiment === null || mention.sentiment === 'negative') volume.negative++;
    volumes.set(key, volume);
  }

  /** Once for each story and batch: how fast is it told? */
  function byPace(): void {
    const now = new Map<number, number>();
    for (const { alertId, negative } of volumes.values()) now.set(alertId, (now.get(alertId) ?? 0) + negative);
    const at = batch.at(-1)?.mention.receivedAt;
    for (const [alertId, negative] of now) {
      const alert = state.get(alertId);
      const suggestion = suggestByPace({ lastHour: (known.lastHour.get(alertId) ?? 0) + negative, usual: known.usual });
      if (!alert || !at || !suggestion) continue;
      const after = raise(alert, suggestion, policy, at);
      if (after !== alert) change(alert, after, at);
    }
  }
}

/** Have so many stories begun lately that the next one would be one card too many? */
function isStormy(openedAt: Date[], at: Date, policy: Policy): boolean {
  const { stories, within } = policy.storm;
  const last = openedAt[stories - 1];
  // Of either sign: stories of a time to come began before the clock was set back.
  return last !== undefined && Math.abs(at.getTime() - last.getTime()) < minutes(within);
}

function isRecent(lastAt: Date, mention: Mention): boolean {
  return mention.receivedAt.getTime() - lastAt.getTime() <= STORY_WINDOW;
}

function crossed(before: number, after: number): boolean {
  return CHART_AT.some((step) => before < step && after >= step);
}
