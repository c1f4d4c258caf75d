/** What the tests of a workspace do and see there, in their own words. Each step waits for what follows from it. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect } from 'vitest';
import { incidents } from '../src/act/incident/table.ts';
import { events } from '../src/db/schema.ts';
import type { Channel, ElementState, Message } from '../src/sandbox/protocol.ts';
import { incidentName } from '../src/words/incident-name.ts';
import type { PersonId } from '../src/words/people.ts';
import { saying, words } from './shown.ts';
import {
  ANA,
  asPerson,
  openWorkspace,
  ownWords,
  SOCIAL_ALERTS,
  type Workspace,
  type WorkspaceOptions,
} from './workspace.ts';

export type Person = ReturnType<typeof asPerson>;
export type Driver = Workspace & ReturnType<typeof driving>;

/** One workspace for all tests of a file: opened before the first, closed after the last. */
export function drive(options: WorkspaceOptions = {}): Driver {
  let opened: Workspace | undefined;
  beforeAll(async () => {
    opened = await openWorkspace(options);
  });
  afterAll(() => opened?.close());
  const at = () => {
    if (!opened) throw new Error('The workspace is not open yet.');
    return opened;
  };
  return {
    ...driving(at),
    get sandbox() {
      return at().sandbox;
    },
    get app() {
      return at().app;
    },
    get clock() {
      return at().clock;
    },
    get logged() {
      return at().logged;
    },
    send: (mention) => at().send(mention),
    settle: () => at().settle(),
    close: () => at().close(),
  };
}

/** The same for tests that open workspaces of their own: `at` is the one they are in. */
export function driving(at: () => Workspace) {
  let told = 0;

  /** May be asked for before the workspace is open. */
  const person = (id: PersonId): Person =>
    new Proxy({} as Person, { get: (_, what) => Reflect.get(asPerson(at().sandbox, id), what) });

  /** Something a person does, and all that follows from it. */
  async function done(act: Promise<unknown>): Promise<void> {
    expect(await act).toMatchObject({ ok: true });
    await at().settle();
  }

  /** Somebody posts this; unless it is given, the worst there is, in words of its own. Answers the text. */
  async function story(text?: string, more: object = {}): Promise<string> {
    told += 1;
    const said = text ?? `A passenger was injured on board flight ${told} ${ownWords(told)}`;
    const heard = await at().send({ text: said, url: `https://x.com/story/${told}`, ...more });
    expect(heard.status).toBe(202);
    await at().settle();
    return said;
  }

  const alerts = (): Message[] => at().sandbox.messages(SOCIAL_ALERTS);

  const isPooled = ({ ts }: Message): boolean => {
    const key = at().sandbox.metadataOf(SOCIAL_ALERTS, ts)?.event_payload.key;
    return String(key).startsWith('pooled_reminder:');
  };

  /** What was said in the alerts channel of all that is due, in its order: the latest stands last. */
  const reminders = (): Message[] => alerts().filter(isPooled);

  /** The card of a story: the latest message of the alerts channel, outside threads, that says this. Throws when there is none. */
  function card(text: string): Message {
    const found = saying(
      alerts().filter((one) => !isPooled(one) && (one.threadTs ?? one.ts) === one.ts),
      text,
    );
    if (!found) throw new Error(`No card says "${text}".`);
    return found;
  }

  /** What was said under a card, in its order. */
  const thread = (text: string): Message[] =>
    alerts().filter((one) => one.threadTs === card(text).ts && one.ts !== one.threadTs);

  /** Presses a button on the card of a story. */
  async function press(who: Person, text: string, button: string): Promise<void> {
    await done(who.press([card(text)], button));
  }

  /** Rooms of incidents, the oldest first. */
  const rooms = (): Channel[] =>
    at()
      .sandbox.channels()
      .filter((one) => one.name.startsWith('inc-'));

  /** The room of an incident. Throws when it has none. */
  function room(id: number): Channel {
    const found = rooms().find((one) => one.name.startsWith(`${incidentName(id).toLowerCase()}-`));
    if (!found) throw new Error(`${incidentName(id)} has no room.`);
    return found;
  }

  /** What was said in a channel, or to a person alone, in words. Who came and went is left out. */
  function said(place: string): string[] {
    const { sandbox } = at();
    const messages = place.startsWith('U') ? sandbox.dm(place) : sandbox.messages(place);
    return messages.filter((one) => !one.subtype).map(words);
  }

  /** Ana escalates a story, or what can be escalated last, and sends the form as it is but for this. */
  async function escalate(text?: string, form: Record<string, ElementState> = {}): Promise<number> {
    const ana = person(ANA);
    await done(text === undefined ? ana.pressIn(SOCIAL_ALERTS, 'Escalate') : ana.press([card(text)], 'Escalate'));
    await done(ana.submit(form));
    const rows = await at().app.db.sql.select({ id: incidents.id }).from(incidents);
    return Math.max(...rows.map(({ id }) => id));
  }

  /** What happened, of one type. */
  const eventsOf = (type: (typeof events.$inferSelect)['type']) =>
    at().app.db.sql.select().from(events).where(eq(events.type, type));

  return { person, done, story, alerts, reminders, card, thread, press, rooms, room, said, escalate, events: eventsOf };
}
