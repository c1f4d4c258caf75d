/** What Slack sends with a click, a command or a form, read with zod. */

import { z } from 'zod';
import { CAUSES, DISMISS_REASONS, NETWORKS } from '../../words/judgement.ts';
import { ROLES } from '../../words/people.ts';
import { SEVERITIES } from '../../words/severity.ts';

export const keysOf = <K extends string>(words: Record<K, unknown>) => z.enum(Object.keys(words) as [K, ...K[]]);

export const severity = z.enum(SEVERITIES);

export const cause = keysOf(CAUSES);

export const network = keysOf(NETWORKS);

export const dismissReason = keysOf(DISMISS_REASONS);

export const role = keysOf(ROLES);

/** A button's value is JSON that a view of ours wrote. */
export const json = <T extends z.ZodType>(shape: T) =>
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

export const incidentButton = json(z.object({ incidentId: z.number().int(), version: z.number().int() }));

export const aboutAlert = json(z.object({ alertId: z.number().int() }));

export const aboutIncident = json(z.object({ incidentId: z.number().int() }));

/** Who did it. */
export function personOf(body: { user: { id: string } } | { user_id: string }): string {
  return 'user_id' in body ? body.user_id : body.user.id;
}

/**
 * The name of this one request. Slack delivers more than once, and a signed request can be replayed for five minutes:
 * the trigger id is new for every press and the same for every copy.
 */
export function requestIdOf(body: object): string | null {
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

/** What somebody typed, without what PostgreSQL cannot store: NUL, and halves of characters. */
export function storable(typed: string): string {
  return typed.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');
}

/** The values of a modal of ours: one input per block, all with the action id `value`. */
export function form(view: FormView) {
  const read = (block: string) => element.parse(view.state.values[block]?.value ?? {});
  return {
    text: (block: string) => storable(read(block).value ?? '').trim(),
    choice: (block: string) => read(block).selected_option?.value ?? null,
    choices: (block: string) => read(block).selected_options?.map((one) => one.value) ?? [],
    person: (block: string) => read(block).selected_user ?? null,
    people: (block: string) => read(block).selected_users ?? [],
    files: (block: string) => read(block).files ?? [],
  };
}

export type Form = ReturnType<typeof form>;
