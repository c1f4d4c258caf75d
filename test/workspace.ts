/** The whole product in one process: the real app on a real database, and the sandbox workspace over real HTTP. */
import type { Config } from '../src/config.ts';
import { ACME, ANA, DANIEL, HELEN, MATEO, PRIYA, SOCIAL_ALERTS } from '../src/sandbox/data/acme.ts';
import type { Act, ActAnswer, ElementState, Message, ViewValues } from '../src/sandbox/protocol.ts';
import type { Sandbox, SandboxOptions } from '../src/sandbox/sandbox.ts';
import { startSandbox } from '../src/sandbox/workspace-server.ts';
import { ownManifest, sandboxOwners } from '../src/sandbox-mode.ts';
import { defaultSettings, type Settings } from '../src/settings.ts';
import { type Running, start } from '../src/start.ts';
import { minutes } from '../src/words.ts';

export { ANA, DANIEL, HELEN, MATEO, PRIYA, SOCIAL_ALERTS };

export const TOKEN = 'a-token-for-the-tests';

export interface Workspace {
  sandbox: Sandbox;
  app: Running;
  /** Product time moves only when told to. */
  clock: { now: () => Date; advance: (byMinutes: number) => Promise<void> };
  logged: { level: string; message: string; detail: object }[];
  send: (mention: object) => Promise<Response>;
  /** Until nothing is owed that can be delivered now. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
}

export interface WorkspaceOptions {
  databaseUrl?: string;
  dataDir?: string;
  sandbox?: Partial<SandboxOptions>;
  settings?: Partial<Settings>;
  socketMode?: boolean;
}

export async function openWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  let shift = 0;
  const now = () => new Date(Date.now() + shift);
  const logged: Workspace['logged'] = [];
  const logAs = (level: string) => (detail: object, message: string) => void logged.push({ level, message, detail });
  const log = { info: logAs('info'), warn: logAs('warn'), error: logAs('error') };
  const sandbox = await startSandbox({
    port: 0,
    seed: ACME,
    manifest: ownManifest(),
    limits: false,
    now: () => now().getTime(),
    ...(options.socketMode ? {} : { eventsUrl: 'http://127.0.0.1:9/slack/events' }),
    ...options.sandbox,
  });
  const { botToken, signingSecret, appToken, apiUrl } = sandbox;
  const config: Config = {
    slack: options.socketMode
      ? { kind: 'socket', botToken, appToken, apiUrl }
      : { kind: 'http', botToken, signingSecret, apiUrl },
    databaseUrl: options.databaseUrl,
    dataDir: options.dataDir ?? 'memory',
    alertsChannel: SOCIAL_ALERTS,
    intakeToken: TOKEN,
    secretKey: undefined,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'error',
    settingsFile: undefined,
  };
  const defaults = defaultSettings();
  const settings = { ...defaults, policy: sandboxOwners(defaults.policy), ...options.settings };
  const app = await start(config, settings, log, now);
  if (!options.socketMode) sandbox.deliverTo(`${app.url}/slack/events`);

  const settle = async () => {
    for (let round = 0; round < 200; round++) {
      app.worker.wake();
      await app.worker.idle();
      await sandbox.idle();
      app.worker.wake();
      await app.worker.idle();
      if (!(await isOwedNow(app, now()))) return;
      // A post waits for its channel's second; product time may pass, real time need not.
      shift += 1_100;
    }
    throw new Error('What is owed never settles.');
  };
  return {
    sandbox,
    app,
    logged,
    settle,
    clock: {
      now,
      advance: async (byMinutes) => {
        shift += minutes(byMinutes);
        await app.ticker.tick();
        await settle();
      },
    },
    send: (mention) =>
      fetch(`${app.url}/intake/generic`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify(mention),
      }),
    close: async () => {
      await app.stop();
      await sandbox.close();
    },
  };
}

/** Waiting for at most two seconds more: retries further off are left to the test. */
async function isOwedNow(app: Running, now: Date): Promise<boolean> {
  const soon = new Date(now.getTime() + 2_000);
  const waiting = await app.db.sql.query.deliveries.findMany({
    where: (one, { and, inArray, lte }) => and(inArray(one.status, ['waiting', 'leased']), lte(one.runAt, soon)),
    limit: 1,
  });
  return waiting.length > 0;
}

/** A person at the keyboard. Finds things by the words on them, as people do. */
export function asPerson(sandbox: Sandbox, as: string) {
  const act = async (what: Record<string, unknown>): Promise<ActAnswer> => {
    const answer = await sandbox.act({ as, ...what } as Act);
    // Slack is answered first; modals and private notes come after.
    await sandbox.idle();
    return answer;
  };

  /** Press the button with this text (or that starts with it) on the latest message that has it. */
  async function press(messages: Message[], text: string): Promise<ActAnswer> {
    for (const message of [...messages].reverse()) {
      const found = buttonIn(message.blocks, text);
      if (!found) continue;
      const place = { kind: 'message', channel: message.channel, ts: message.ts };
      return act({ kind: 'click', place, ...found });
    }
    throw new Error(`No message has a button "${text}".`);
  }

  return {
    act,
    press,
    pressIn: (channel: string, text: string) => press(sandbox.messages(channel), text),
    pressInDm: (text: string) => press(sandbox.dm(as), text),
    command: (text: string, channel: string = SOCIAL_ALERTS) =>
      act({ kind: 'command', channel, command: '/incident', text }),
    /** The open modal's form, filled in by block id; what is not named keeps its initial value. */
    submit: async (values: Record<string, ElementState> = {}): Promise<ActAnswer> => {
      const view = sandbox.views(as).at(-1);
      if (!view) throw new Error('No modal is open.');
      const filled: ViewValues = Object.fromEntries(
        Object.entries(values).map(([block, state]) => [block, { value: state }]),
      );
      return act({ kind: 'submit', viewId: view.id, values: filled });
    },
    modal: () => sandbox.views(as).at(-1),
    /** The latest thing only this person sees. */
    told: () => sandbox.ephemerals(as).at(-1)?.text ?? '',
  };
}

function buttonIn(blocks: unknown[], text: string) {
  for (const block of blocks as { type: string; block_id?: string; elements?: unknown[] }[]) {
    if (block.type !== 'actions') continue;
    for (const element of (block.elements ?? []) as Record<string, unknown>[]) {
      const label = (element.text as { text?: string } | undefined)?.text ?? '';
      const options = (element.options ?? []) as { text: { text: string }; value: string }[];
      const option = options.find((one) => one.text.text === text);
      const where = { blockId: block.block_id ?? '', actionId: String(element.action_id) };
      if (element.type === 'button' && (label === text || label.startsWith(text))) {
        return { ...where, state: { type: 'button', value: element.value } };
      }
      if (element.type === 'overflow' && option) {
        return { ...where, state: { type: 'overflow', selected_option: option } };
      }
    }
  }
  return null;
}

export const typed = (value: string): ElementState => ({ type: 'plain_text_input', value });
export const url = (value: string): ElementState => ({ type: 'url_text_input', value });
export const selected = (value: string): ElementState => ({
  type: 'static_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});
export const people = (...ids: string[]): ElementState => ({ type: 'multi_users_select', selected_users: ids });
export const personNamed = (id: string): ElementState => ({ type: 'users_select', selected_user: id });
