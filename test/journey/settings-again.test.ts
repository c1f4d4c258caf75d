/** firebreak.yml was changed while Firebreak runs: it is read again when asked, without a restart. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findAlert } from '../../src/alert/card/store.ts';
import { defaultSettings } from '../../src/policy/settings.ts';
import { sandboxOwners } from '../../src/sandbox-mode.ts';
import { startReplica } from '../replica.ts';
import { openWorkspace } from '../workspace.ts';

test('what is decided from then on is decided by the new policy, and what was decided stays', async () => {
  const workspace = await openWorkspace();
  onTestFinished(() => workspace.close());
  const settings = { ...defaultSettings(), policy: sandboxOwners(defaultSettings().policy) };
  const minutesGiven = async (id: number) => {
    const alert = await findAlert(workspace.app.db, id);
    return alert && (alert.responseDueAt.getTime() - alert.receivedAt.getTime()) / 60_000;
  };
  await workspace.send({ text: 'They lost the cello of a whole orchestra', url: 'https://x.com/a/1' });
  for (const numbers of Object.values(settings.policy.severities)) numbers.response = 30;
  await workspace.app.apply(settings);
  await workspace.send({ text: 'A goat rode first class to Lisbon today', url: 'https://x.com/a/2' });
  expect([await minutesGiven(1), await minutesGiven(2)]).toEqual([120, 30]);
});

test('a running process reads it at SIGHUP and says so; one with a mistake keeps the old', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firebreak-settings-'));
  const file = join(folder, 'firebreak.yml');
  await writeFile(file, 'page: { rounds: 4 }\n');
  const replica = await startReplica({ DATA_DIR: folder, SANDBOX_PORT: '0', FIREBREAK_CONFIG: file });
  onTestFinished(async () => {
    await replica.kill();
    await rm(folder, { recursive: true });
  });
  await writeFile(file, 'page: { rounds: 3 }\n');
  replica.hangUp();
  await replica.says('the settings file was read again');
  await writeFile(file, 'page: { rounds: none }\n');
  replica.hangUp();
  await replica.says('firebreak.yml:1: page.rounds');
  await replica.says('The settings stay as they were.');
  expect(replica.isAlive()).toBe(true);
});
