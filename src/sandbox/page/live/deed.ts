import type { Act } from '../../protocol.ts';

/** An act without its actor: the page knows who is looking. */
export type Deed = Act extends infer One ? (One extends { as: string } ? Omit<One, 'as'> : never) : never;
