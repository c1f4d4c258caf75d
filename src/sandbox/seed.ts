/** What a workspace holds before anybody does anything in it: a name, people, channels. */

export interface SeedPerson {
  /** Slack-like and readable, for instance `U0ANABRITO`. */
  id: string;
  /** The handle: lower case, no spaces. */
  name: string;
  realName: string;
  title: string;
  /** IANA zone, for instance `Europe/Lisbon`. */
  tz: string;
  email: string;
  isDeactivated?: boolean;
  /** A guest, who may not be invited to channels. */
  isRestricted?: boolean;
  isOwner?: boolean;
  /** An administrator who owns nothing. Owners administer too. */
  isAdmin?: boolean;
}

export interface SeedChannel {
  /** Given by the server when absent. */
  id?: string;
  name: string;
  isPrivate?: boolean;
  topic?: string;
  purpose?: string;
  /** Person ids; `'app'` puts the app's bot user into the channel. */
  members: string[];
}

export interface SeedUsergroup {
  id: string;
  handle: string;
  name: string;
  users: string[];
}

export interface WorkspaceSeed {
  team: { id: string; name: string; domain: string };
  people: SeedPerson[];
  channels: SeedChannel[];
  usergroups?: SeedUsergroup[];
}
