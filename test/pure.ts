/** Before every file of the project `pure`: what would make it slow fails at once. */
import { Server } from 'node:net';

Server.prototype.listen = () => {
  throw new Error('A pure test starts no server: its file belongs to another project (test/vitest.config.ts).');
};
