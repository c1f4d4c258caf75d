/** `/incident`, every verb, inside the room and outside; and subscriptions by command, button and Home. */
import { describe, expect, test } from 'vitest';
import { VERBS } from '../../src/capabilities.ts';
import { CUSTOMER_CARE, GENERAL, JONAS, LEA } from '../../src/sandbox/data/acme.ts';
import { escaped } from '../../src/slack/kit/text.ts';
import { drive } from '../driver.ts';
import { words } from '../shown.ts';
import { HELEN, MATEO, PRIYA, people, selected, typed } from '../workspace.ts';

const workspace = drive();
const { person, done, story, room, said } = workspace;

/** What this person alone is answered, in full. */
async function answer(who: string, text: string, channel: string = GENERAL): Promise<string> {
  const before = workspace.sandbox.ephemerals(who).length;
  await done(person(who).command(text, channel));
  const told = workspace.sandbox.ephemerals(who).slice(before);
  expect(told.length).toBeLessThanOrEqual(1);
  return words(told[0]);
}

const lastIn = (id: number) => said(room(id).id).findLast((text) => !text.includes('*Next step:*'));

test('empty, help and a stray space all answer with every verb', async () => {
  for (const text of ['', 'help', '  HELP ']) {
    const told = await answer(LEA, text);
    for (const verb of Object.values(VERBS)) {
      expect(told).toContain(`\`/incident ${escaped(verb.usage)}\``);
      expect(told).toContain(verb.does);
    }
  }
});

test('an unknown verb suggests the nearest', async () => {
  expect(await answer(LEA, 'staus')).toContain('Did you mean `/incident status`?');
  expect(await answer(LEA, 'reslove')).toContain('Did you mean `/incident resolve`?');
  expect(await answer(LEA, 'zzzzzzzzzzzz')).not.toContain('Did you mean');
  expect(await answer(LEA, '<!channel> *bold*')).not.toMatch(/<!|\*bold/);
});

test('before anything has happened every answer says so', async () => {
  expect(await answer(LEA, 'status')).toBe('No incident is open. 🟢');
  expect(await answer(LEA, 'list')).toBe('There has been no incident yet.');
  await done(person(LEA).command('resolve', GENERAL));
  expect(person(LEA).modalSays()).toContain('There is no incident to do this to');
  await person(LEA).act({ kind: 'close', viewId: person(LEA).modal()?.id });
});

test('new opens a form with the title filled in, as typed', async () => {
  const lea = person(LEA);
  await done(lea.command('new Refunds & vouchers <2024> are lost', CUSTOMER_CARE));
  expect(lea.modalSays()).toContain('Refunds & vouchers <2024> are lost');
  await done(lea.submit({ severity: selected('SEV2'), owners_SEV2: people(PRIYA) }));
  expect(workspace.sandbox.channel('inc-0001-refunds-vouchers-2024-are-lost')?.members).toContain(LEA);
  await done(lea.command('new', CUSTOMER_CARE));
  await done(lea.submit({ title: typed('Second thing'), severity: selected('SEV4') }));
  expect(room(2).name).toBe('inc-0002-second-thing');
});

test('status is about its room inside one, and about all open ones outside', async () => {
  const inside = await answer(LEA, 'status', room(1).id);
  expect(inside).toContain('*INC-0001 · SEV2*');
  expect(inside).toContain('*Next step:* Somebody takes the lead.');
  expect(inside).toContain(`<@${LEA}> opened the incident as SEV2`);
  const outside = await answer(LEA, 'status');
  expect(outside).toContain('*INC-0001 · SEV2*');
  expect(outside).toContain('*INC-0002 · SEV4*');
  expect(await answer(LEA, 'status inc-2')).toContain('Second thing');
});

describe('in its room a verb is about that incident', () => {
  const answered = (text: string) => answer(LEA, text, room(1).id);

  test('sev', async () => {
    expect(await answered('sev 1')).toContain('INC-0001 is SEV1 now');
    expect(await answered('sev 1')).toBe('INC-0001 is SEV1 already.');
    expect(await answered('sev 3')).toContain('Say why the severity goes down');
    expect(await answered('sev 2 because it is only the website')).toContain('INC-0001 is SEV2 now');
    expect(lastIn(1)).toContain('it is only the website');
    expect(await answered('sev five')).toContain('Say which one: `/incident sev 1`, 2, 3 or 4');
    await done(person(LEA).command('sev', room(1).id));
    expect(person(LEA).modalSays()).toContain('Change severity');
    await person(LEA).act({ kind: 'close', viewId: person(LEA).modal()?.id });
  });

  test('role', async () => {
    expect(await answered('role')).toContain('Say which role: lead, spokesperson, community, legal, tech.');
    expect(await answered('role captain')).toContain('Say which role');
    expect(await answered('role lead')).toContain(`<@${LEA}> is Lead of INC-0001 now`);
    expect(await answered('role Tech @Jonas Beck')).toContain(`<@${JONAS}> is Tech`);
    expect(await answered('role legal Daniel')).toContain('I do not know who "Daniel" is');
    expect(await answered(`role tech <@${MATEO}|mateo.gil>`)).toContain(`<@${MATEO}> is Tech`);
    expect(await answered(`role tech <@${MATEO}|mateo.gil>`)).toBe(`<@${MATEO}> is Tech already.`);
  });

  test('page', async () => {
    expect(await answered('page')).toContain('Name the person to page');
    expect(await answered('page Jonas')).toContain('Name the person to page');
    expect(await answered('page @Jonas Beck the <b>queue</b> & the mail')).toContain(`Paging <@${JONAS}> for INC-0001`);
    expect(words(workspace.sandbox.dm(JONAS).at(-1))).toContain('the &lt;b&gt;queue&lt;/b&gt; &amp; the mail');
    await done(person(JONAS).pressInDm('Acknowledge'));
  });

  test('reply', async () => {
    expect(await answered('reply')).toContain('Give the public address of our reply');
    expect(await answered('reply we told them')).toContain('Give the public address of our reply');
    expect(await answered('reply https://bsky.app/p/1?a=1&b=2')).toBe(
      '✅ Logged for INC-0001. The response clock has stopped.',
    );
    expect(lastIn(1)).toContain('<https://bsky.app/p/1?a=1&amp;b=2|reply on Bluesky>');
    expect(await answered('reply <https://x.com/us/2|x.com/us/2>')).toBe('✅ Logged for INC-0001.');
  });

  test('update and note', async () => {
    expect(await answered('update Half of the vouchers are back')).toContain('Posted in INC-0001');
    expect(lastIn(1)).toContain('Half of the vouchers are back');
    await done(person(LEA).command('update', room(1).id));
    expect(person(LEA).modalSays()).toContain('What is new');
    await person(LEA).act({ kind: 'close', viewId: person(LEA).modal()?.id });
    expect(await answered('note')).toContain('Write the note after the word');
    expect(await answered(`note <@${MATEO}|mateo.gil> saw 3 < 5 & "more"`)).toContain('Noted in INC-0001');
    expect(lastIn(1)).toContain(`<@${MATEO}> saw 3 &lt; 5 &amp; "more"`);
    expect(await answered(`note ${'x'.repeat(2_001)}`)).toContain('keep it under 2000');
  });

  test('resolve, close and reopen', async () => {
    expect(await answered('close')).toContain('Resolve INC-0001 first');
    expect(await answered('reopen why not')).toBe('INC-0001 is open.');
    expect(await answered('resolve')).toContain('INC-0001 is resolved');
    expect(await answered('resolve')).toBe('INC-0001 is resolved already.');
    expect(await answered('page @Jonas Beck again')).toContain('reopen it first');
    expect(await answered('close')).toContain('INC-0001 is closed');
    expect(await answered('sev 1')).toContain('INC-0001 is closed. Reopen it first');
    expect(await answered('reopen it came back')).toContain('INC-0001 is open again');
  });

  test('naming another incident is about the other one, and the answer says so', async () => {
    expect(await answered('note INC-2 seen from here')).toContain('Noted in INC-0002');
    expect(lastIn(2)).toContain('seen from here');
  });
});

describe('outside a room', () => {
  test('a verb asks which incident, and goes on with what was typed', async () => {
    const lea = person(LEA);
    await done(lea.command('note the switchboard is flooded', GENERAL));
    expect(lea.modalSays()).toContain('the switchboard is flooded');
    await done(lea.submit({ incident: selected('2') }));
    expect(lea.modalSays()).toContain('Noted in INC-0002');
    expect(lastIn(2)).toContain('the switchboard is flooded');
    await lea.act({ kind: 'close', viewId: lea.modal()?.id });
  });

  test('a verb with a form of its own goes on to that form', async () => {
    const lea = person(LEA);
    await done(lea.command('update', GENERAL));
    await done(lea.submit({ incident: selected('2') }));
    expect(lea.modalSays()).toContain('What is new');
    await done(lea.submit({ text: typed('From outside') }));
    expect(lastIn(2)).toContain('From outside');
  });

  test.each(['sev', 'role', 'page', 'reply', 'update', 'note', 'resolve', 'close', 'reopen'])(
    '%s can be told by name',
    async (verb) => {
      expect(await answer(LEA, `${verb} INC-77`)).toBe('There is no incident INC-0077 that you can see.');
    },
  );

  test('a text too long to be carried along is not lost in silence', async () => {
    await done(person(LEA).command(`note ${'long '.repeat(400)}`, GENERAL));
    expect(person(LEA).modalSays()).toContain('too long');
    await person(LEA).act({ kind: 'close', viewId: person(LEA).modal()?.id });
  });

  test('reopen offers what is over, and nothing else', async () => {
    const lea = person(LEA);
    await answer(LEA, 'reply INC-2 https://x.com/us/5');
    await answer(LEA, 'resolve INC-2');
    await done(lea.command('reopen', GENERAL));
    expect(lea.modalSays()).toContain('INC-0002 Second thing');
    expect(lea.modalSays()).not.toContain('INC-0001');
    await done(lea.submit());
    expect(lea.modalSays()).toContain('Say why it is opened again');
    await lea.act({ kind: 'close', viewId: lea.modal()?.id });
  });

  test('list has the latest of all, also those that are over', async () => {
    const told = await answer(LEA, 'list');
    expect(told).toContain('INC-0001');
    expect(told).toContain('🟢 Resolved');
  });
});

describe('a subscriber who never joins', () => {
  const linesOf = (text: string) => text.split('\n').length;

  test('subscribes by command, from Home and from the headline, and hears each thing once', async () => {
    expect(await answer(HELEN, 'subscribe')).toContain('every SEV1 and SEV2');
    expect(await answer(HELEN, 'subscribe')).toContain('You are subscribed to every SEV1 and SEV2 already.');
    await done(person(JONAS).openHome());
    await done(person(JONAS).pressAtHome('Tell me about every SEV1 and SEV2'));
    expect(JSON.stringify(workspace.sandbox.home(JONAS))).toContain('Stop telling me');
    const jonasBefore = said(JONAS).length;

    await done(person(LEA).command('new The booking site is down', CUSTOMER_CARE));
    await done(
      person(LEA).act({
        kind: 'click',
        place: { kind: 'view', viewId: person(LEA).modal()?.id },
        blockId: 'severity',
        actionId: 'value',
        state: selected('SEV1'),
      }),
    );
    await done(person(LEA).submit({ title: typed('The booking site is down'), owners_SEV1: people(LEA) }));
    expect(said(HELEN)).toHaveLength(1);
    expect(said(HELEN)[0]).toContain('*A new incident: INC-0003 · SEV1*');
    expect(said(JONAS)).toHaveLength(jonasBefore + 1);
    // Both ways at once.
    expect(await answer(HELEN, 'subscribe INC-3')).toContain('I will tell you about INC-0003');
    await workspace.press(person(MATEO), 'INC-0003', 'Subscribe');
    expect(person(MATEO).told()).toContain('I will tell you about INC-0003');

    await answer(LEA, 'update INC-3 It is the payment provider\nand they know\nsince noon', CUSTOMER_CARE);
    await answer(LEA, 'sev INC-3 2 because half of it is back', CUSTOMER_CARE);
    await done(person(LEA).command('status', room(3).id));
    await answer(LEA, 'reply INC-3 https://x.com/us/9', CUSTOMER_CARE);
    await answer(LEA, 'resolve INC-3', CUSTOMER_CARE);
    const topics = ['A new incident', 'An update', 'The severity has changed', 'The first public response', 'Resolved'];
    expect(said(HELEN).map((text) => text.split(':')[0]?.replace('*', ''))).toEqual(topics);
    for (const text of said(HELEN)) expect(linesOf(text)).toBeLessThanOrEqual(5);
    expect(said(HELEN)[1]).toContain('It is the payment provider and they know since noon');
    expect(said(HELEN)[1]).toContain('<!date^');
    expect(said(MATEO).filter((text) => text.includes('INC-0003'))).toHaveLength(4);
    expect(workspace.sandbox.channel(room(3).id)?.members).not.toContain(HELEN);
  });

  test('"no public response" with a long reason is still five lines', async () => {
    await done(person(LEA).command('new A rumour', CUSTOMER_CARE));
    await done(person(LEA).submit({ owners_SEV2: people(LEA) }));
    await done(person(LEA).pressIn(room(4).id, 'No public response…'));
    await done(
      person(LEA).submit({
        reason: typed('One\nTwo\nThree\nFour'),
        approver: { type: 'users_select', selected_user: PRIYA },
      }),
    );
    await done(person(PRIYA).pressInDm('Approve: no response'));
    expect(said(HELEN).at(-1)).toContain('One Two Three Four');
    expect(linesOf(said(HELEN).at(-1) ?? '')).toBeLessThanOrEqual(5);
  });

  test('hears nothing of a SEV3, and nothing more after unsubscribing', async () => {
    const before = said(HELEN).length;
    await done(person(LEA).command('new A small thing', CUSTOMER_CARE));
    await done(person(LEA).submit({ severity: selected('SEV3'), owners_SEV2: people(LEA) }));
    expect(said(HELEN)).toHaveLength(before);
    expect(await answer(HELEN, 'unsubscribe INC-3')).toContain('I will not tell you about INC-0003 any more');
    expect(await answer(HELEN, 'unsubscribe')).toContain('every SEV1 and SEV2');
    expect(await answer(HELEN, 'unsubscribe')).toBe('You were not subscribed to anything.');
    await answer(LEA, 'sev INC-5 1', CUSTOMER_CARE);
    expect(said(HELEN).filter((text) => text.includes('INC-0005') && !text.includes('paged'))).toEqual([]);
    await done(person(JONAS).openHome());
    await done(person(JONAS).pressAtHome('Stop telling me'));
    expect(JSON.stringify(workspace.sandbox.home(JONAS))).toContain('Tell me about every SEV1');
  });
});

test('Home shows what is open, and opens an incident', async () => {
  await story('Why is my seat broken again');
  await done(person(PRIYA).openHome());
  const home = JSON.stringify(workspace.sandbox.home(PRIYA));
  expect(home).toContain('INC-0001');
  expect(home).toContain('Why is my seat broken again');
  await done(person(PRIYA).pressAtHome('New incident…'));
  expect(person(PRIYA).modalSays()).toContain('New incident');
});

test('none of this was an error to anybody', () => {
  expect(workspace.logged.filter((one) => one.level !== 'info')).toEqual([]);
});
