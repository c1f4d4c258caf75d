/**
 * What the workspace server and its web page say to each other. Types only: the page and the server both import them.
 *
 * GET  /                     the page
 * GET  /workspace/live?as=U  server-sent events: one `snapshot`, then a `Change` for everything that person may see
 * POST /workspace/act        one `Act` as JSON; answers an `ActAnswer`
 */
import type { Block, HomeView, ModalView, View } from '@slack/types';

export interface Person {
  id: string;
  name: string;
  realName: string;
  title: string;
  /** IANA zone, for instance `Europe/Lisbon`. */
  tz: string;
  isBot: boolean;
  isDeactivated: boolean;
  role: Role;
}

/** Owners and admins administer the workspace; guests may not change channels. */
export type Role = 'owner' | 'admin' | 'member' | 'guest';

export interface Bookmark {
  id: string;
  title: string;
  link: string;
  emoji?: string;
}

export interface Channel {
  /** `C…` public, `G…` private, `D…` direct message. */
  id: string;
  name: string;
  kind: 'public' | 'private' | 'dm';
  isArchived: boolean;
  /** Only administrators post here; apps do not. */
  isReadOnly?: boolean;
  topic: string;
  purpose: string;
  members: string[];
  bookmarks: Bookmark[];
  /** `ts` of pinned messages, oldest first. */
  pins: string[];
  /** Messages the person looking has not seen; mentions of them count separately. */
  unread: number;
  unreadMentions: number;
}

export interface Reaction {
  name: string;
  users: string[];
}

export interface SharedFile {
  id: string;
  title: string;
  mimetype: string;
  /** Path on this server. */
  url: string;
  altText: string;
}

/** A file that somebody chose in a form. */
export interface AttachedFile {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
}

export interface Message {
  channel: string;
  ts: string;
  user: string;
  text: string;
  blocks: Block[];
  threadTs?: string;
  /** A thread reply that is also shown in the channel. */
  isBroadcast: boolean;
  replyCount: number;
  latestReply?: string;
  editedTs?: string;
  /** Shown to this one person alone; gone on reload. */
  ephemeralFor?: string;
  reactions: Reaction[];
  files: SharedFile[];
  /** For "joined the channel", "set the topic" and the like. */
  subtype?: string;
}

/** A modal on one person's screen. Views stack, at most three. */
export interface OpenView {
  id: string;
  hash: string;
  view: ModalView;
  /** `response_action: errors`, by block id. */
  errors: Record<string, string>;
}

export interface Command {
  command: string;
  description: string;
  usageHint: string;
  /** Words offered after the command: first words of the usage hint, for instance. */
  verbs: string[];
}

/** A button on the page that replays a list of invented HTTP requests, for instance a bad day. */
export interface ReplayInfo {
  name: string;
  description: string;
  state: 'idle' | 'running';
  sent: number;
  total: number;
}

/** What the app's calls are refused with when its token is no good any more. */
export type TokenRefusal = 'token_revoked' | 'invalid_auth' | 'account_inactive';

/** How Slack is away: connections break, nothing is ever answered, or every answer is this HTTP status. */
export type Outage = 'refused' | 'silent' | 500 | 503;

/** What an administrator can switch for the whole workspace, and Slack's own state. */
export interface WorkspaceSettings {
  /** Null: the app's token is good. */
  tokenRefusal: TokenRefusal | null;
  /** Scopes of the app's manifest that were taken away. */
  withheldScopes: string[];
  appsMayCreateChannels: boolean;
  /** With `@channel`, `@here`, `@everyone`. */
  appsMayRingEveryone: boolean;
  /** Minutes in which a message can still be edited: 0 is never, null is always. */
  editMinutes: number | null;
  /** People to whom apps may not send direct messages. */
  closedToApps: string[];
  /** Null: Slack answers. */
  outage: Outage | null;
}

export interface Snapshot {
  team: { id: string; name: string };
  me: string;
  people: Person[];
  channels: Channel[];
  /** Public channels the person is not in: to look at, and to join those that are not archived. */
  joinable: Channel[];
  settings: WorkspaceSettings;
  messages: Message[];
  views: OpenView[];
  home: { app: string; view: HomeView | null } | null;
  commands: Command[];
  shortcuts: { name: string; callbackId: string; type: 'message' | 'global' }[];
  replays: ReplayInfo[];
  /** The bot user, whose App Home and DM are listed under Apps. */
  app: { userId: string; name: string; isReachable: boolean; scopes: string[] };
}

export type Change =
  | { type: 'message'; message: Message }
  | { type: 'message_deleted'; channel: string; ts: string }
  | { type: 'channel'; channel: Channel }
  | { type: 'channel_gone'; id: string }
  | { type: 'joinable'; channels: Channel[] }
  | { type: 'person'; person: Person }
  | { type: 'settings'; settings: WorkspaceSettings }
  | { type: 'views'; views: OpenView[] }
  | { type: 'home'; view: HomeView }
  | { type: 'replays'; replays: ReplayInfo[] }
  | { type: 'app'; isReachable: boolean };

/** Where a clicked or filled element stands. */
export type Place =
  | { kind: 'message'; channel: string; ts: string }
  | { kind: 'view'; viewId: string }
  | { kind: 'home' };

/** What an element holds when used, in the shape Slack sends it: `value`, `selected_option`, `selected_users`, … */
export type ElementState = { type: string } & Record<string, unknown>;

export type Act = { as: string } & (
  | { kind: 'post'; channel: string; text: string; threadTs?: string }
  | { kind: 'command'; channel: string; command: string; text: string }
  | { kind: 'click'; place: Place; blockId: string; actionId: string; state: ElementState; values?: ViewValues }
  | { kind: 'submit'; viewId: string; values: ViewValues }
  | { kind: 'close'; viewId: string }
  | { kind: 'options'; place: Place; blockId: string; actionId: string; typed: string }
  | { kind: 'shortcut'; callbackId: string; channel?: string; ts?: string }
  | { kind: 'react'; channel: string; ts: string; name: string }
  | { kind: 'open_home' }
  | { kind: 'open_dm'; user: string }
  | { kind: 'join'; channel: string }
  | { kind: 'leave'; channel: string }
  | { kind: 'read'; channel: string; ts: string }
  | { kind: 'upload'; channel: string; name: string; contentBase64: string }
  /** A file for a form: `files` of the element's state names it by its id. */
  | { kind: 'attach'; name: string; contentBase64: string }
  | { kind: 'replay'; name: string; action: 'start' | 'stop' }
  | { kind: 'archive'; channel: string }
  | { kind: 'unarchive'; channel: string }
  | { kind: 'delete_channel'; channel: string }
  | { kind: 'rename'; channel: string; name: string }
  | { kind: 'limit_posting'; channel: string; isReadOnly: boolean }
  /** Puts a person, or the app, into a channel. */
  | { kind: 'invite'; channel: string; user: string }
  /** Takes a person, or the app, out of a channel. */
  | { kind: 'kick'; channel: string; user: string }
  | { kind: 'deactivate'; user: string }
  | { kind: 'reactivate'; user: string }
  /** What is not named stays as it is. */
  | { kind: 'settings'; set: Partial<WorkspaceSettings> }
);

/** `view.state.values` as Slack sends it: block id → action id → element state. */
export type ViewValues = Record<string, Record<string, ElementState>>;

/**
 * `why` is a sentence for the person, for instance "Firebreak did not answer in 3 seconds."
 * `options` answers `kind: 'options'`; `channel` answers `open_dm`; `file` answers `attach`.
 */
export type ActAnswer =
  | {
      ok: true;
      options?: { text: string; value: string; description?: string }[];
      channel?: string;
      file?: AttachedFile;
    }
  | { ok: false; why: string };

export type { Block, View };
