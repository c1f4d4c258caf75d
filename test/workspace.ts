/** The whole product in one process: the real app on a real database, and the sandbox workspace over real HTTP. */
import { sql } from 'drizzle-orm';
import type { Config } from '../src/config.ts';
import { rows } from '../src/db/connect.ts';
import { defaultSettings, type Settings } from '../src/policy/settings.ts';
import { ACME, ANA, DANIEL, HELEN, MATEO, PRIYA, SOCIAL_ALERTS } from '../src/sandbox/data/acme.ts';
import type { Act, ActAnswer, ElementState, Message, ViewValues } from '../src/sandbox/protocol.ts';
import type { Sandbox, SandboxOptions } from '../src/sandbox/sandbox.ts';
import { startSandbox } from '../src/sandbox/workspace-server.ts';
import { ownManifest, sandboxOwners } from '../src/sandbox-mode.ts';
import { type Running, start } from '../src/start.ts';
import type { Severity } from '../src/words/severity.ts';
import { minutes } from '../src/words/time.ts';
import { wordsIn } from './shown.ts';

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
  alertsChannel?: string;
  socketMode?: boolean;
  secretKey?: Buffer;
  /** Default: nothing falls due before `clock.advance` says so. With false the ticker runs by itself. */
  ticksByHand?: boolean;
  /** What reads the product's time, given that time in milliseconds: another clock in between, for instance. */
  through?: (time: () => number) => () => Date;
  /** Most tests are about cards, so each story has its own: SEV4. The product's default is SEV3. */
  ownCard?: Severity;
  /** What time it is at first. Default the real one. */
  startAt?: Date;
}

export async function openWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  let shift = options.startAt ? options.startAt.getTime() - Date.now() : 0;
  const time = () => Date.now() + shift;
  const now = options.through?.(time) ?? (() => new Date(time()));
  const { ticksByHand = true } = options;
  const logged: Workspace['logged'] = [];
  const clockWorks: unknown[] = [];
  const logAs = (level: string) => (detail: object, message: string) => {
    // The works of the clocks stand still between two ticks by hand.
    if (ticksByHand && 'work' in detail && clockWorks.includes(detail.work)) return;
    logged.push({ level, message, detail });
  };
  const log = { info: logAs('info'), warn: logAs('warn'), error: logAs('error') };
  const sandbox = await startSandbox({
    port: 0,
    seed: ACME,
    manifest: ownManifest(),
    limits: false,
    now: time,
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
    alertsChannel: options.alertsChannel ?? SOCIAL_ALERTS,
    intakeToken: TOKEN,
    secretKey: options.secretKey,
    host: '127.0.0.1',
    port: 0,
    publicUrl: undefined,
    logLevel: 'error',
    settingsFile: undefined,
  };
  const defaults = defaultSettings();
  const { policy = sandboxOwners(defaults.policy) } = options.settings ?? {};
  const ownCard = options.ownCard ?? 'SEV4';
  const settings = { ...defaults, ...options.settings, policy: { ...policy, ownCard } };
  const app = await start(config, settings, log, now, ticksByHand);
  clockWorks.push(...app.ticker.works().map(({ name }) => name));
  if (!options.socketMode) sandbox.deliverTo(`${app.url}/slack/events`);

  const settle = async () => {
    for (let round = 0; round < 2_000; round++) {
      app.worker.wake();
      await app.worker.idle();
      // While Slack is away nothing more can be done now.
      if (app.reach.awaySince() !== null) return;
      const next = await nextOwed(app, now());
      if (next === null) {
        // A listener may still be at it, and owe more.
        await sandbox.idle();
        await app.answered();
        if ((await nextOwed(app, now())) === null) return;
        continue;
      }
      // A post waits for its channel's second, a lane for its method's rate: product time may pass, real time need not.
      shift += Math.max(next.getTime() - now().getTime(), 100) + 1;
    }
    const left = await rows<object>(
      app.db.sql,
      sql`select key, status, attempt, run_at, last_error from deliveries where status in ('waiting', 'leased') limit 20`,
    );
    throw new Error(`What is owed never settles: ${JSON.stringify(left)}`);
  };
  // Slack is answered first; modals and private notes come after.
  CALM.set(sandbox, async () => {
    await sandbox.idle();
    await app.answered();
    await sandbox.idle();
  });

  return {
    sandbox,
    app,
    logged,
    settle,
    clock: {
      now,
      advance: async (byMinutes) => {
        shift += minutes(byMinutes);
        // One that was under way already began before the time moved.
        await app.ticker.tick();
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

/** What must wait longer than this is left to the test: retries further off, for instance. Milliseconds. */
const SOON = 2_000;
/** An edit may wait so long for its turn. Milliseconds. */
const TURN = 10_000;

/** When the next of what is owed can be delivered; null when none can soon. */
async function nextOwed(app: Running, now: Date): Promise<Date | null> {
  const within = (ms: number) => new Date(now.getTime() + ms).toISOString();
  const [row] = await rows<{ at: string | null }>(
    app.db.sql,
    sql`
    select min(at) as at from (
      select greatest(d.run_at, p.free_at) as at, d.lane = 'card' and not d.backed_off as waits_its_turn
      from deliveries d left join paces p on p.key = d.place where d.status in ('waiting', 'leased')
    ) as owed
    where at <= case when waits_its_turn then ${within(TURN)}::timestamptz else ${within(SOON)}::timestamptz end`,
  );
  return row?.at ? new Date(row.at) : null;
}

/** Resolves when the app has done all that was asked of it. */
const CALM = new WeakMap<Sandbox, () => Promise<void>>();

/** A person at the keyboard. Finds things by the words on them, as people do. */
export function asPerson(sandbox: Sandbox, as: string) {
  const act = async (what: Record<string, unknown>): Promise<ActAnswer> => {
    const answer = await sandbox.act({ as, ...what } as Act);
    await (CALM.get(sandbox) ?? sandbox.idle)();
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

  /** Press a button of the topmost modal, or of the app's home tab. */
  async function pressIn(place: 'modal' | 'home', text: string): Promise<ActAnswer> {
    const view = sandbox.views(as).at(-1);
    const found = buttonIn((place === 'home' ? sandbox.home(as)?.blocks : view?.view.blocks) ?? [], text);
    if (!found) throw new Error(`The ${place} has no button "${text}".`);
    const where = place === 'home' ? { kind: 'home' } : { kind: 'view', viewId: view?.id };
    return act({ kind: 'click', place: where, ...found });
  }

  /** A button of ours that is not on this person's screen, in a request that Slack signs all the same. */
  async function pressUnseen(actionId: string, value: object, triggerId = `unseen.${Math.random()}`) {
    // An answer needs somewhere to go.
    await act({ kind: 'command', channel: SOCIAL_ALERTS, command: '/incident', text: 'help' });
    const asked = sandbox.deliveries().findLast((one) => one.type === 'command')?.payload;
    const action = { type: 'button', action_id: actionId, block_id: 'unseen', value: JSON.stringify(value) };
    const { response_url, team_id, api_app_id } = asked ?? {};
    const body = { type: 'block_actions', user: { id: as }, team: { id: team_id }, api_app_id, response_url };
    const payload = JSON.stringify({ ...body, trigger_id: triggerId, actions: [action] });
    const answer = await sandbox.sendRaw(`payload=${encodeURIComponent(payload)}`);
    await (CALM.get(sandbox) ?? sandbox.idle)();
    return answer;
  }

  return {
    act,
    press,
    pressUnseen,
    pressIn: (channel: string, text: string) => press(sandbox.messages(channel), text),
    pressInDm: (text: string) => press(sandbox.dm(as), text),
    pressInModal: (text: string) => pressIn('modal', text),
    pressAtHome: (text: string) => pressIn('home', text),
    openHome: () => act({ kind: 'open_home' }),
    command: (text: string, channel: string = SOCIAL_ALERTS) =>
      act({ kind: 'command', channel, command: '/incident', text }),
    /** Choose a file in a form; it goes up at once, and the form holds it. */
    attach: async (name: string, content: string | Buffer): Promise<ElementState> => {
      const answer = await act({ kind: 'attach', name, contentBase64: Buffer.from(content).toString('base64') });
      if (!answer.ok) throw new Error(answer.why);
      return { type: 'file_input', files: [answer.file] };
    },
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
    /** All words of the open modal, what is filled in included; empty when none is open. */
    modalSays: () => wordsIn(sandbox.views(as).at(-1)?.view ?? {}),
    /** What the open modal complains about, by block id. */
    errors: () => sandbox.views(as).at(-1)?.errors ?? {},
    /** The latest thing only this person sees. */
    told: () => sandbox.ephemerals(as).at(-1)?.text ?? '',
  };
}

/**
 * Whoever looks after the workspace: makes what goes wrong slowly, and mends it. Channels are named as people name them.
 * In a private room that Ana is not in, somebody who is does it. Throws when the workspace does not let them.
 */
export function administrator(sandbox: Sandbox) {
  const app = sandbox.botUserId;
  const act = async (what: Record<string, unknown>, as = ANA): Promise<void> => {
    const answer = await sandbox.act({ as, ...what } as Act);
    await (CALM.get(sandbox) ?? sandbox.idle)();
    if (!answer.ok) throw new Error(answer.why);
  };
  const inChannel = async (name: string, what: Record<string, unknown>): Promise<void> => {
    const channel = sandbox.channel(name);
    if (!channel) throw new Error(`There is no channel ${name}.`);
    const { id, kind, members } = channel;
    const member = kind === 'public' || members.includes(ANA) ? ANA : members.find((one) => one !== app);
    await act({ ...what, channel: id }, member);
  };
  return {
    archive: (channel: string) => inChannel(channel, { kind: 'archive' }),
    unarchive: (channel: string) => inChannel(channel, { kind: 'unarchive' }),
    deleteChannel: (channel: string) => inChannel(channel, { kind: 'delete_channel' }),
    rename: (channel: string, name: string) => inChannel(channel, { kind: 'rename', name }),
    /** The app, unless somebody else is named. */
    kick: (channel: string, user = app) => inChannel(channel, { kind: 'kick', user }),
    invite: (channel: string, user = app) => inChannel(channel, { kind: 'invite', user }),
    /** From now on only administrators post there; `letAllPost` takes it back. */
    limitPosting: (channel: string) => inChannel(channel, { kind: 'limit_posting', isReadOnly: true }),
    letAllPost: (channel: string) => inChannel(channel, { kind: 'limit_posting', isReadOnly: false }),
    deactivate: (user: string) => act({ kind: 'deactivate', user }),
    reactivate: (user: string) => act({ kind: 'reactivate', user }),
  };
}

function buttonIn(blocks: unknown[], text: string) {
  for (const block of blocks as { type: string; block_id?: string; elements?: unknown[]; accessory?: unknown }[]) {
    const elements = block.type === 'actions' ? block.elements : block.accessory ? [block.accessory] : [];
    for (const element of (elements ?? []) as Record<string, unknown>[]) {
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

/** Words that no other post has, so that what is said beside them stays a story of its own. */
export function ownWords(n: number): string {
  return Array.from({ length: 9 }, (_, at) => `w${n}x${at}`).join(' ');
}

export const typed = (value: string): ElementState => ({ type: 'plain_text_input', value });
export const url = (value: string): ElementState => ({ type: 'url_text_input', value });
export const selected = (value: string): ElementState => ({
  type: 'static_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});
export const people = (...ids: string[]): ElementState => ({ type: 'multi_users_select', selected_users: ids });
export const personNamed = (id: string): ElementState => ({ type: 'users_select', selected_user: id });

export const checked = (...values: string[]): ElementState => ({
  type: 'checkboxes',
  selected_options: values.map((value) => ({ text: { type: 'plain_text', text: value }, value })),
});
