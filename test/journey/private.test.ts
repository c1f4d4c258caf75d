/** What nobody outside a private incident may learn. */
import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JONAS, LEA } from '../../src/sandbox/data/acme.ts';
import {
  ANA,
  asPerson,
  buttons,
  DANIEL,
  MATEO,
  openWorkspace,
  ownWords,
  PRIYA,
  people,
  personNamed,
  SOCIAL_ALERTS,
  saying,
  selected,
  typed,
  url,
  type Workspace,
  words,
} from '../workspace.ts';

let workspace: Workspace;
const person = (id: string) => asPerson(workspace.sandbox, id);
beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.close());

const CAUSES = ['malicious_insider', 'account_takeover', 'security_incident'] as const;
/** What must not be read outside; each story has its own word. */
const secretOf = (cause: string) => `Zanzibar${CAUSES.indexOf(cause as never)}`;

const rooms = () => workspace.sandbox.channels().filter((one) => one.name.startsWith('inc-'));
const alerts = () => workspace.sandbox.messages(SOCIAL_ALERTS);

async function done(act: Promise<unknown>): Promise<void> {
  expect(await act).toMatchObject({ ok: true });
  await workspace.settle();
}

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
  await workspace.send({
    text: `Somebody posts from our account, story ${id} ${ownWords(id)}`,
    url: `https://x.com/a/${id}`,
  });
  await workspace.settle();
  const ana = person(ANA);
  const card = () => saying(alerts(), `story ${id}`) as never;
  await done(ana.press([card()], 'Assess…'));
  await done(ana.submit({ cause: selected(cause), note: typed(`It was ${secret} from the night shift`) }));
  expect(seenBy(MATEO)).not.toContain(secret);
  await done(ana.press([card()], 'Escalate'));
  expect(ana.modalSays()).toContain('*private*');
  // The severity is raised in the same breath: nobody comes in who was not shown in the form.
  await done(
    ana.submit({ title: typed(`${secret} has the keys`), severity: selected('SEV1'), owners_SEV4: people(DANIEL) }),
  );
  const room = rooms().find((one) => one.name.startsWith(`inc-000${id}-`));
  expect(room).toMatchObject({ kind: 'private' });
  expect(room?.members.toSorted()).toEqual([ANA, DANIEL, workspace.sandbox.botUserId].toSorted());
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
    const stored = await workspace.app.db.sql.query.incidents.findFirst({ where: (one, { eq }) => eq(one.id, id) });
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
    workspace.sandbox.fault({ method: 'conversations.setTopic', kind: { error: 'restricted_action' } });
    await done(person(ANA).command(`role INC-${id} legal <@${DANIEL}>`));
    await workspace.clock.advance(1);
    expect(words(saying(alerts(), '⚠️'))).toContain(`could not set the topic for ${name}`);
    expect(seenBy(MATEO)).not.toContain(secret);
  });

  test('that nobody answered a page is said outside without its why', async () => {
    await done(person(ANA).command(`page INC-${id} <@${DANIEL}> Quagmire deleted the logs`));
    for (let round = 0; round < 7; round++) await workspace.clock.advance(3);
    expect(saying(alerts(), `Nobody answered the page for ${name}`)).toBeDefined();
    expect(seenBy(MATEO)).not.toContain('Quagmire');
  });

  test('whether it was answered may be known, how is a matter of its room', async () => {
    const ana = person(ANA);
    const room = rooms().find((one) => one.name.startsWith(`inc-000${id}-`))?.id ?? '';
    await done(ana.pressIn(room, 'No public response…'));
    await done(ana.submit({ reason: typed(`${secret} is with the police`), approver: personNamed(DANIEL) }));
    await done(person(DANIEL).pressInDm('Approve: no response'));
    expect(words(saying(alerts(), `story ${id}`))).toMatch(/First public response\* after/);
    await done(ana.command('resolve', room));
    expect(seenBy(MATEO)).not.toContain(secret);
  });

  test('who is let into the room by hand is no outsider either', async () => {
    const { sandbox } = workspace;
    const room = rooms().find((one) => one.name.startsWith(`inc-000${id}-`))?.id ?? '';
    const slack = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
    await slack.conversations.invite({ channel: room, users: LEA });
    await workspace.settle();
    await done(person(LEA).command('status', room));
    expect(JSON.stringify(sandbox.ephemerals(LEA).at(-1))).toContain(secret);
  });

  test('who is given a role there comes in, and no longer counts as an outsider', async () => {
    await done(person(ANA).command(`role INC-${id} tech <@${JONAS}|jonas.beck>`));
    const room = rooms().find((one) => one.name.startsWith(`inc-000${id}-`));
    expect(room?.members).toContain(JONAS);
    await done(person(JONAS).command('status', room?.id));
    expect(JSON.stringify(workspace.sandbox.ephemerals(JONAS).at(-1))).toContain(secret);
  });
});

test('that its room cannot be opened is said outside without its title', async () => {
  workspace.sandbox.fault({ method: 'conversations.create', kind: { error: 'name_taken' }, times: 50 });
  const ana = person(ANA);
  await done(ana.command('new Xanadu sold our customer list'));
  await done(ana.submit({ cause: selected('malicious_insider'), owners_SEV2: people(DANIEL) }));
  for (let look = 0; look < 8 && !saying(alerts(), 'could not open the channel'); look++)
    await workspace.clock.advance(1);
  expect(words(saying(alerts(), 'could not open the channel'))).toContain('INC-0004');
  expect(seenBy(MATEO).toLowerCase()).not.toContain('xanadu');
});

test('a stale card cannot be used to attach to, or reply for, a private incident one may not see', async () => {
  await workspace.send({ text: 'A harmless question about luggage, story 9', url: 'https://x.com/a/9' });
  await workspace.settle();
  const mateo = person(MATEO);
  await done(mateo.press([saying(alerts(), 'story 9') as never], 'Log our reply'));
  const ana = person(ANA);
  await done(ana.press([saying(alerts(), 'story 9') as never], 'Assess…'));
  await done(ana.submit({ cause: selected('malicious_insider') }));
  await done(ana.press([saying(alerts(), 'story 9') as never], 'Escalate'));
  await done(ana.submit({ owners_SEV4: people(DANIEL) }));
  await done(mateo.submit({ url: url('https://x.com/acmeair/9') }));
  expect(mateo.errors()).toEqual({ url: 'There is no incident INC-0005 that you can see.' });
});
