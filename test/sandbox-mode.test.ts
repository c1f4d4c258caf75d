import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ANA } from '../src/sandbox/data/acme.ts';
import { startOwnSandbox } from '../src/sandbox-mode.ts';

test.each([undefined, 'a-token-of-my-own-choice'])(
  'the bad day is sent with the token that the intake asks for (INTAKE_TOKEN=%s)',
  async (chosen) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'firebreak-bad-day-'));
    let heard: (authorization: string | undefined) => void = () => {};
    const sent = new Promise<string | undefined>((resolve) => {
      heard = resolve;
    });
    const intake = createServer((req, res) => {
      heard(req.headers.authorization);
      req.resume();
      res.writeHead(202).end('{}');
    });
    await new Promise<void>((done) => intake.listen(0, '127.0.0.1', done));
    const appUrl = `http://127.0.0.1:${(intake.address() as AddressInfo).port}`;
    const { sandbox, intakeToken } = await startOwnSandbox(0, dataDir, appUrl, chosen);
    try {
      await sandbox.act({ as: ANA, kind: 'replay', name: 'Send a bad day', action: 'start' });
      expect(await sent).toBe(`Bearer ${intakeToken}`);
      if (chosen) expect(intakeToken).toBe(chosen);
    } finally {
      await sandbox.close();
      intake.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
);
