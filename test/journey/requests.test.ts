/** What Slack sends twice, what strangers send, and what a person is told when something breaks. */

import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { alerts as alertsTable } from '../../src/alert/card/table.ts';
import { drive } from '../driver.ts';
import { saying, words } from '../shown.ts';
import { ANA, MATEO, ownWords, SOCIAL_ALERTS, selected, typed } from '../workspace.ts';

const SORRY = 'Something went wrong on our side';

const workspace = drive();
const { person, story, card, alerts, events } = workspace;
const ana = person(ANA);

const shown = () => [
  ...workspace.sandbox.ephemerals(ANA).map((one) => one.text),
  ...workspace.sandbox.dm(ANA).map((one) => one.text),
];

let heard = 0;
/** A story that nothing said beside it joins. */
async function hear(text: string): Promise<string> {
  await story(`${text} ${ownWords(++heard)}`);
  return text;
}

/** The last thing the workspace sent to the app, as it went over the wire. */
function lastSent(): string {
  const sent = workspace.sandbox.deliveries().at(-1);
  if (!sent) throw new Error('Nothing was sent.');
  if (sent.type === 'command') return new URLSearchParams(sent.payload as Record<string, string>).toString();
  if (sent.type === 'event') return JSON.stringify(sent.payload);
  return `payload=${encodeURIComponent(JSON.stringify(sent.payload))}`;
}

describe('a signed request that comes again', () => {
  async function replay(body: string): Promise<void> {
    for (let copy = 0; copy < 2; copy++) {
      expect(await workspace.sandbox.sendRaw(body)).toMatchObject({ status: 200 });
      await workspace.settle();
    }
  }

  test('a button is acted on once, and nothing is said twice', async () => {
    const text = await hear('The first story that is replayed by somebody');
    await ana.press([card(text)], "I'm on it");
    const body = lastSent();
    await workspace.settle();
    const before = shown();
    await replay(body);
    expect(await events('alert_claimed')).toHaveLength(1);
    expect(shown()).toEqual(before);
  });

  test('a form is acted on once', async () => {
    const text = await hear('The second story that is replayed by somebody');
    await ana.press([card(text)], 'Escalate');
    await ana.submit();
    const body = lastSent();
    await workspace.settle();
    await replay(body);
    expect(await events('incident_opened')).toHaveLength(1);
    expect(workspace.rooms()).toHaveLength(1);
  });

  test('a command is acted on once, and answered once', async () => {
    const room = workspace.room(1).id;
    for (const verb of ['note seen it', 'status', 'help', 'sev 1']) {
      await ana.command(verb, room);
      const body = lastSent();
      await workspace.settle();
      const before = shown();
      await replay(body);
      expect(shown()).toEqual(before);
    }
    expect(await events('note_added')).toHaveLength(1);
    expect(await events('severity_changed')).toHaveLength(1);
  });

  test('a verb that was answered in a modal is acted on once', async () => {
    await ana.command('note from outside the room');
    await ana.submit({ incident: selected('1') });
    const body = lastSent();
    await workspace.settle();
    await replay(body);
    expect(await events('note_added')).toHaveLength(2);
    await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  });

  test('a report is one mention', async () => {
    await ana.act({ kind: 'post', channel: SOCIAL_ALERTS, text: 'They say the crew slept through the landing' });
    const message = saying(alerts(), 'slept through the landing');
    await ana.act({ kind: 'shortcut', callbackId: 'report_mention', channel: SOCIAL_ALERTS, ts: message?.ts });
    await ana.submit();
    const body = lastSent();
    await workspace.settle();
    await replay(body);
    const stored = await workspace.app.db.sql.select().from(alertsTable);
    expect(stored.filter((one) => one.title.includes('slept through'))).toMatchObject([{ mentionCount: 1 }]);
    await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  });

  test('an event whose answer was lost is answered once', async () => {
    workspace.sandbox.faultDelivery({ type: 'event', kind: 'answer_lost' });
    await ana.act({ kind: 'post', channel: SOCIAL_ALERTS, text: `<@${workspace.sandbox.botUserId}> what can you do` });
    await workspace.settle();
    const asked = saying(alerts(), 'what can you do');
    const replies = alerts().filter((one) => one.threadTs === asked?.ts && one.ts !== asked?.ts);
    expect(replies).toHaveLength(1);
  });

  test('a press that the network doubles is acted on once', async () => {
    const text = await hear('The third story, pressed over a bad network');
    workspace.sandbox.faultDelivery({ type: 'interaction', kind: 'twice' });
    await ana.press([card(text)], 'SEV2');
    await workspace.settle();
    expect((await events('alert_assessed')).filter((one) => one.detail.to === 'SEV2')).toHaveLength(1);
    expect(words(card(text))).toContain(`*SEV2* by <@${ANA}>`);
  });
});

describe('a request that is not Slack’s, or not of now, changes nothing', () => {
  let body = '';
  let text = '';
  beforeAll(async () => {
    text = await hear('The fourth story, which strangers try to claim');
    const undo = workspace.sandbox.faultDelivery({ type: 'interaction', kind: 'lost' });
    await ana.press([card(text)], "I'm on it");
    undo();
    body = lastSent();
  });
  // The product's time is ahead of the machine's here, and a request of now by either is one.
  const nowInSeconds = () => Math.floor(Date.now() / 1_000);
  const productNow = () => Math.ceil(workspace.clock.now().getTime() / 1_000);

  test.each([
    ['signed with another secret', () => ({ secret: 'somebody else’s' })],
    ['with a signature that is none', () => ({ signature: 'v0=00' })],
    ['older than five minutes', () => ({ timestamp: nowInSeconds() - 301 })],
    ['dated in the future', () => ({ timestamp: productNow() + 301 })],
    ['dated in the far future', () => ({ timestamp: productNow() + 86_400 * 365 })],
    ['without a time', () => ({ timestamp: Number.NaN })],
  ])('%s: 401', async (_, request) => {
    expect((await workspace.sandbox.sendRaw(body, request())).status).toBe(401);
    await workspace.settle();
    expect(words(card(text))).toContain('Nobody is on it');
  });

  test('while the same in good order does', async () => {
    expect((await workspace.sandbox.sendRaw(body)).status).toBe(200);
    await workspace.settle();
    expect(words(card(text))).toContain(`<@${ANA}> is on it`);
  });

  test('a button value that is not ours is answered with an apology, not with an error of the code', async () => {
    await ana.pressUnseen('alert_claim', { alertId: 'one; drop table alerts', version: 1 });
    expect(ana.told()).toContain(SORRY);
    await ana.pressUnseen('incident_resolve', {});
    expect(ana.told()).toContain(SORRY);
    expect(ana.told()).not.toMatch(/zod|Error|invalid/i);
    await ana.pressUnseen('alert_claim', { alertId: 999_999, version: 1 });
    expect(ana.told()).toBe('This alert no longer exists.');
  });
});

describe('when something breaks, the person who pressed is told', () => {
  test('Slack does not take what belongs in the modal', async () => {
    const text = await hear('The fifth story, whose form cannot be shown');
    const undo = workspace.sandbox.fault({
      method: 'views.update',
      kind: { error: 'internal_error' },
      when: (args) => JSON.stringify(args).includes('fifth story'),
    });
    await ana.press([card(text)], 'Assess…');
    await workspace.settle();
    undo();
    expect(ana.told()).toContain(SORRY);
    await ana.act({ kind: 'close', viewId: ana.modal()?.id });
  });

  test('the three seconds for a modal are over', async () => {
    const text = await hear('The sixth story, pressed on a slow line');
    const undo = workspace.sandbox.fault({ method: 'views.open', kind: { error: 'expired_trigger_id' }, times: 2 });
    await ana.press([card(text)], 'Dismiss');
    await workspace.settle();
    undo();
    expect(ana.modal()).toBeUndefined();
    expect(ana.told()).toContain(SORRY);
  });

  test('the database is away: for a button, a modal, a form and a command', async () => {
    const text = await hear('The seventh story, while the database is away');
    await ana.press([card(text)], 'Dismiss');
    const { db } = workspace.app;
    await db.sql.execute(sql`alter table alerts rename to alerts_away`);
    await db.sql.execute(sql`alter table incidents rename to incidents_away`);
    try {
      // The form stays, with what was filled in, to be sent once more.
      await ana.submit({ as: selected('duplicate') });
      expect(ana.errors()).toEqual({ as: expect.stringContaining(SORRY) });
      await ana.act({ kind: 'close', viewId: ana.modal()?.id });
      await ana.press([card(text)], "I'm on it");
      expect(ana.told()).toContain(SORRY);
      await ana.press([card(text)], 'Assess…');
      expect(ana.modalSays()).toContain('could not be looked up');
      await ana.act({ kind: 'close', viewId: ana.modal()?.id });
      const told = workspace.sandbox.ephemerals(ANA).length;
      await ana.command('status');
      expect(
        workspace.sandbox
          .ephemerals(ANA)
          .slice(told)
          .map((one) => one.text),
      ).toEqual([expect.stringContaining(SORRY)]);
    } finally {
      await db.sql.execute(sql`alter table alerts_away rename to alerts`);
      await db.sql.execute(sql`alter table incidents_away rename to incidents`);
    }
    await ana.press([card(text)], "I'm on it");
    await workspace.settle();
    expect(words(card(text))).toContain(`<@${ANA}> is on it`);
  });
});

test('two people escalate at once: one room, and the second is told who was first', async () => {
  const text = await hear('The eighth story, which two escalate at once');
  const mateo = person(MATEO);
  await ana.press([card(text)], 'Escalate');
  await mateo.press([card(text)], 'Escalate');
  const before = workspace.sandbox.channels().length;
  await Promise.all([ana.submit({ title: typed('Ours') }), mateo.submit({ title: typed('Theirs') })]);
  await workspace.settle();
  expect(workspace.sandbox.channels().filter((one) => one.kind !== 'dm')).toHaveLength(
    1 + workspace.sandbox.channels().filter((one) => one.kind !== 'dm' && !/ours|theirs/.test(one.name)).length,
  );
  expect(workspace.sandbox.channels().length).toBeGreaterThan(before);
  const second = ana.modal() ? ana : mateo;
  const first = ana.modal() ? MATEO : ANA;
  expect(second.modalSays()).toContain(`<@${first}> took this to INC-0002 already`);
  await second.act({ kind: 'close', viewId: second.modal()?.id });
});
