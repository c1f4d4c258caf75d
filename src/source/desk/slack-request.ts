import { z } from 'zod';
import { json } from '../../slack/kit/request.ts';

export const sourceMenu = json(
  z.object({ name: z.string(), what: z.enum(['test', 'pause', 'resume', 'rotate', 'rejected', 'remove']) }),
);

export const sourceButton = json(z.object({ name: z.string(), since: z.number() }));

export const sourcesButton = json(z.object({ skip: z.number().int().min(0) }));

export const rejectedButton = json(z.object({ name: z.string(), skip: z.number().int().min(0) }));

export const againButton = json(
  z.object({ name: z.string(), rejection: z.number().int(), skip: z.number().int().min(0) }),
);

export const aboutSource = json(z.object({ name: z.string() }));

export const aboutSourceKind = json(z.object({ kind: z.string() }));
