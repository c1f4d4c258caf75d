/** What Slack sends with a click, a command or a form, read with zod. */
import { z } from 'zod';
import { AFFECTED, type Affected, CAUSES, DISMISS_REASONS, MUTES, NETWORKS, ROLES, SEVERITIES } from '../words.ts';

const keysOf = <K extends string>(words: Record<K, unknown>) => z.enum(Object.keys(words) as [K, ...K[]]);

export const severity = z.enum(SEVERITIES);
export const cause = keysOf(CAUSES);
export const network = keysOf(NETWORKS);
export const dismissReason = keysOf(DISMISS_REASONS);
export const role = keysOf(ROLES);
const affected = keysOf(AFFECTED);

/** A button's value is JSON that a view of ours wrote. */
const json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);

export const alertButton = json(z.object({ alertId: z.number().int(), version: z.number().int() }));
export const severityButton = json(z.object({ alertId: z.number().int(), version: z.number().int(), severity }));
export const alertMenu = json(
  z.object({ alertId: z.number().int(), what: z.enum(['attach', 'snooze', 'wake', 'mute', 'reply', 'mentions']) }),
);
export const mentionsButton = json(z.object({ alertId: z.number().int(), skip: z.number().int().min(0) }));
export const stormButton = json(z.object({ stormId: z.number().int(), skip: z.number().int().min(0) }));
export const takeOutButton = json(z.object({ alertId: z.number().int(), stormId: z.number().int() }));
export const muteButton = json(z.object({ muteId: z.number().int() }));
export const splitButton = json(z.object({ mentionId: z.string() }));
export const seenReplyButton = json(z.object({ alertId: z.number().int(), url: z.string(), network }));
export const incidentButton = json(z.object({ incidentId: z.number().int(), version: z.number().int() }));
export const roleButton = json(z.object({ incidentId: z.number().int(), version: z.number().int(), role }));
export const incidentMenu = json(z.object({ incidentId: z.number().int(), what: z.enum(['silence', 'subscribe']) }));
export const retryButton = json(z.object({ failed: z.string() }));
export const pageButton = json(z.object({ pageId: z.string(), round: z.number().int() }));

export const sourceMenu = json(
  z.object({ name: z.string(), what: z.enum(['test', 'pause', 'resume', 'rotate', 'rejected', 'remove']) }),
);
export const sourceButton = json(z.object({ name: z.string(), since: z.number() }));
export const sourcesButton = json(z.object({ skip: z.number().int().min(0) }));
export const rejectedButton = json(z.object({ name: z.string(), skip: z.number().int().min(0) }));
export const againButton = json(
  z.object({ name: z.string(), rejection: z.number().int(), skip: z.number().int().min(0) }),
);

export const aboutAlert = json(z.object({ alertId: z.number().int() }));
export const aboutMute = json(
  z.object({ choices: z.array(z.object({ kind: keysOf(MUTES), value: z.string().max(1_000) })).max(100) }),
);
export const aboutLowering = json(z.object({ alertId: z.number().int(), severity }));
export const aboutIncident = json(z.object({ incidentId: z.number().int() }));
export const aboutReport = json(z.object({ permalink: z.string() }));
export const aboutSource = json(z.object({ name: z.string() }));
export const aboutSourceKind = json(z.object({ kind: z.string() }));
export const aboutVerb = json(z.object({ verb: z.string(), text: z.string() }));

/** Who did it. */
export function personOf(body: { user: { id: string } } | { user_id: string }): string {
  return 'user_id' in body ? body.user_id : body.user.id;
}

/**
 * The name of this one request. Slack delivers more than once, and a signed request can be replayed for five minutes:
 * the trigger id is new for every press and the same for every copy.
 */
export function heardAs(body: object): string | null {
  const { trigger_id: id } = z.looseObject({ trigger_id: z.string().nullish() }).parse(body);
  return id ? `request:${id}` : null;
}

const element = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  files: z.array(z.unknown()).nullish(),
});

export interface FormView {
  state: { values: Record<string, Record<string, unknown>> };
}

/** The values of a modal of ours: one input per block, all with the action id `value`. */
export function form(view: FormView) {
  const read = (block: string) => element.parse(view.state.values[block]?.value ?? {});
  return {
    text: (block: string) => read(block).value?.trim() ?? '',
    choice: (block: string) => read(block).selected_option?.value ?? null,
    choices: (block: string) => read(block).selected_options?.map((one) => one.value) ?? [],
    person: (block: string) => read(block).selected_user ?? null,
    people: (block: string) => read(block).selected_users ?? [],
    files: (block: string) => read(block).files ?? [],
  };
}

export function affectedOf(values: string[]): Affected[] {
  return z.array(affected).parse(values);
}
