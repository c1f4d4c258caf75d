/** What nobody outside a private incident may learn. */

import { WebClient } from '@slack/web-api';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { incidents } from '../../src/act/incident/table.ts';
import { JONAS, LEA } from '../../src/sandbox/data/acme.ts';
import { drive } from '../driver.ts';
import { buttons, saying, words } from '../shown.ts';
import { ANA, DANIEL, MATEO, ownWords, PRIYA, people, personNamed, selected, typed, url } from '../workspace.ts';

const workspace = drive();
const { person, done, story, alerts, press, room } = workspace;

const CAUSES = ['malicious_insider', 'account_takeover', 'security_incident'] as const;
/** What must not be read outside; each story has its own word. */
const secretOf = (cause: string) => `Zanzibar${CAUSES.indexOf(cause as never)}`;

/** Everything an outsider can have seen: public channels, their direct messages, what only they were shown. */
function seenBy(who: string): string {
  const { sandbox } = workspace;
  const open = sandbox.channels().filter((one) => one.kind === 'public' || one.members.includes(who));
  return JSON.stringify([
    open,
    open.map((one) => sandbox.messages(one.id)),
    sandbox.dm(who),
    sandbox.ephemerals(who),
    sandbox.views(who),
    sandbox.home(who),
  ]);
}

test.each(CAUSES)('%s makes the room private, and the channel learns its number alone', async (cause) => {
  const id = CAUSES.indexOf(cause) + 1;
  const secret = secretOf(cause);
  await story(`Somebody posts from our account, story ${id} ${ownWords(id)}`);
  const ana = person(ANA);
  const card = () => workspace.card(`story ${id}`);
  await press(ana, `story ${id}`, 'Assess…');
  await done(ana.submit({ cause: selected(cause), note: typed(`It was ${secret} from the night shift`) }));
  expect(seenBy(MATEO)).not.toContain(secret);
  await press(ana, `story ${id}`, 'Escalate');
  expect(ana.modalSays()).toContain('*private*');
  // The severity is raised in the same breath: nobody comes in who was not shown in the form.
  await done(
    ana.submit({ title: typed(`${secret} has the keys`), severity: selected('SEV1'), owners_SEV4: people(DANIEL) }),
  );
  expect(room(id)).toMatchObject({ kind: 'private' });
  expect(room(id).members.toSorted()).toEqual([ANA, DANIEL, workspace.sandbox.botUserId].toSorted());
  expect(words(card())).toContain(`*INC-000${id}* (private)`);
  expect(buttons(card())).toEqual([]);
  expect(alerts().filter((one) => words(one).includes(`INC-000${id}`))).toHaveLength(1);
  expect(seenBy(MATEO)).not.toContain(secret);
  expect(seenBy(PRIYA)).not.toContain(secret);
});

describe('a private incident', () => {
  const [id, name, secret] = [1, 'INC-0001', secretOf('malicious_insider')];
  test('its members see it where others do not', async () => {
    await done(person(DANIEL).openHome());
    await done(person(MATEO).openHome());
    expect(JSON.stringify(workspace.sandbox.home(DANIEL))).toContain(secret);
    expect(JSON.stringify(workspace.sandbox.home(MATEO))).not.toContain(name);
    await done(person(MATEO).command('status'));
    expect(JSON.stringify(workspace.sandbox.ephemerals(MATEO).at(-1))).not.toContain(name);
    await done(person(MATEO).command('list'));
    expect(JSON.stringify(workspace.sandbox.ephemerals(MATEO).at(-1))).not.toContain(name);
    await done(person(ANA).command('list'));
    expect(JSON.stringify(workspace.sandbox.ephemerals(ANA).at(-1))).toContain(secret);
  });

  test('to an outsider it is as unknown as one that does not exist, whatever they try', async () => {
    const mateo = person(MATEO);
    const unknown = (one: string) => `There is no incident ${one} that you can see.`;
    for (const verb of ['status', 'sev', 'role lead', 'page', 'reply', 'note', 'subscribe', 'resolve', 'close']) {
      const [word = '', rest = ''] = verb.split(' ');
      await done(mateo.command(`${word} INC-${id} ${rest}`));
      expect(mateo.told()).toBe(unknown(name));
      await done(mateo.command(`${word} INC-99 ${rest}`));
      expect(mateo.told()).toBe(unknown('INC-0099'));
    }
    await done(mateo.command('note'));
    expect(mateo.modalSays()).not.toContain(name);
    await mateo.act({ kind: 'close', viewId: mateo.modal()?.id });
    expect(seenBy(MATEO)).not.toContain(secret);
  });

  test('its buttons refuse an outsider who has one in hand', async () => {
    const mateo = person(MATEO);
    for (const actionId of [
      ...['incident_role_lead', 'page_take_lead_lead', 'incident_resolve', 'heartbeat_same', 'heartbeat_fixed'],
      ...['silence_approve', 'silence_decline', 'incident_subscribe'],
    ]) {
      expect(await mateo.pressUnseen(actionId, { incidentId: id, version: 1, role: 'lead' })).toMatchObject({
        status: 200,
      });
      expect(mateo.told()).toBe(`There is no incident ${name} that you can see.`);
    }
    const [stored] = await workspace.app.db.sql.select().from(incidents).where(eq(incidents.id, id));
    expect(stored).toMatchObject({ status: 'open', roles: {}, lastHeartbeat: null });
  });

  test('neither subscribers nor owners outside hear of it; its own people do', async () => {
    await done(person(PRIYA).command('subscribe'));
    await done(person(ANA).command(`subscribe INC-${id}`));
    await done(person(ANA).command(`update INC-${id} ${secret} was let go`));
    expect(JSON.stringify(workspace.sandbox.dm(PRIYA))).not.toContain(name);
    expect(JSON.stringify(workspace.sandbox.dm(ANA))).toContain(`${secret} was let go`);
    await done(person(ANA).command(`unsubscribe INC-${id}`));
  });

  test('an alarm about it in the alerts channel says no more than its number', async () => {
    const kind = { error: 'restricted_action' };
    const mend = workspace.sandbox.fault({ method: 'conversations.setTopic', kind, times: 99 });
    await done(person(ANA).command(`role INC-${id} legal <@${DANIEL}>`));
    await workspace.clock.advance(1);
    expect(words(saying(alerts(), '⚠️'))).toContain(`It keeps back the topic of ${name}.`);
    expect(seenBy(MATEO)).not.toContain(secret);
    mend();
    await workspace.clock.advance(1);
  });

  test('that nobody answered a page is said outside without its why', async () => {
    await done(person(ANA).command(`page INC-${id} <@${DANIEL}> Quagmire deleted the logs`));
    for (let round = 0; round < 7; round++) await workspace.clock.advance(3);
    expect(saying(alerts(), `Nobody answered the page for ${name}`)).toBeDefined();
    expect(seenBy(MATEO)).not.toContain('Quagmire');
  });

  test('whether it was answered may be known, how is a matter of its room', async () => {
    const ana = person(ANA);
    await done(ana.pressIn(room(id).id, 'No public response…'));
    await done(ana.submit({ reason: typed(`${secret} is with the police`), approver: personNamed(DANIEL) }));
    await done(person(DANIEL).pressInDm('Approve: no response'));
    expect(words(workspace.card(`story ${id}`))).toMatch(/First public response\* after/);
    await done(ana.command('resolve', room(id).id));
    expect(seenBy(MATEO)).not.toContain(secret);
  });

  test('who is let into the room by hand is no outsider either', async () => {
    const { sandbox } = workspace;
    const channel = room(id).id;
    const slack = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
    await slack.conversations.invite({ channel, users: LEA });
    await workspace.settle();
    await done(person(LEA).command('status', channel));
    expect(JSON.stringify(sandbox.ephemerals(LEA).at(-1))).toContain(secret);
  });

  test('who is given a role there comes in, and no longer counts as an outsider', async () => {
    await done(person(ANA).command(`role INC-${id} tech <@${JONAS}|jonas.beck>`));
    expect(room(id).members).toContain(JONAS);
    await done(person(JONAS).command('status', room(id).id));
    expect(JSON.stringify(workspace.sandbox.ephemerals(JONAS).at(-1))).toContain(secret);
  });
});

test('that its room cannot be opened is said outside without its title', async () => {
  const mend = workspace.sandbox.fault({ method: 'conversations.create', kind: { error: 'name_taken' }, times: 500 });
  const ana = person(ANA);
  await done(ana.command('new Xanadu sold our customer list'));
  await done(ana.submit({ cause: selected('malicious_insider'), owners_SEV2: people(DANIEL) }));
  for (let look = 0; look < 8 && !saying(alerts(), 'It keeps back the channel of'); look++)
    await workspace.clock.advance(1);
  expect(words(saying(alerts(), 'It keeps back the channel of'))).toContain('INC-0004');
  expect(seenBy(MATEO).toLowerCase()).not.toContain('xanadu');
  mend();
  await workspace.clock.advance(1);
});

test('a stale card cannot be used to attach to, or reply for, a private incident one may not see', async () => {
  await story('A harmless question about luggage, story 9');
  const mateo = person(MATEO);
  await press(mateo, 'story 9', 'Log our reply');
  const ana = person(ANA);
  await press(ana, 'story 9', 'Assess…');
  await done(ana.submit({ cause: selected('malicious_insider') }));
  await press(ana, 'story 9', 'Escalate');
  await done(ana.submit({ owners_SEV4: people(DANIEL) }));
  await done(mateo.submit({ url: url('https://x.com/acmeair/9') }));
  expect(mateo.errors()).toEqual({ url: 'There is no incident INC-0005 that you can see.' });
});
