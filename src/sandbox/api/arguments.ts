/** Reads the arguments of a Web API call, which come as strings in a form or as values in JSON. */
import type { Block } from '@slack/types';
import { blockProblems, MAX_MESSAGE_TEXT, type Surface, textLength } from '../blocks/block-rules.ts';
import { withIds } from '../blocks/drawn-blocks.ts';
import { isObject } from '../blocks/shapes.ts';
import { reasons, refuse } from '../refusal.ts';
import type { Metadata } from '../state/things.ts';

export type Args = Record<string, unknown>;

/** The argument as text, or undefined when it is missing or empty. */
export function text(args: Args, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Throws `invalid_arguments` when it is missing. */
export function need(args: Args, name: string): string {
  const value = text(args, name);
  if (value === undefined) throw refuse('invalid_arguments', reasons([`missing required field: ${name}`]));
  return value;
}

export function flag(args: Args, name: string): boolean {
  return ['true', '1'].includes(String(args[name]));
}

/** Comma-separated text, or an array. */
export function texts(args: Args, name: string): string[] {
  const value = json(args, name);
  const items = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
  return items.map((item) => item.trim()).filter(Boolean);
}

export function count(args: Args, name: string, fallback: number, max: number): number {
  const value = Number(args[name] ?? fallback);
  if (!Number.isInteger(value) || value < 0) throw refuse('invalid_limit');
  return value === 0 ? fallback : Math.min(value, max);
}

/** A value that forms carry JSON-encoded. Text that is not JSON stays text. */
export function json(args: Args, name: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The `blocks` argument as Slack would keep it; undefined when there is none. Throws Slack's refusals. */
export function blocksArgument(args: Args, surface: Surface): Block[] | undefined {
  const blocks = json(args, 'blocks');
  if (blocks === undefined || blocks === null || blocks === '') return undefined;
  if (!Array.isArray(blocks)) throw refuse('invalid_blocks_format');
  if (blocks.length === 0) return [];
  const problems = blockProblems(blocks, surface);
  if (problems.length > 0) throw refuse('invalid_blocks', { errors: problems, ...reasons(problems) });
  if (textLength(blocks) > MAX_MESSAGE_TEXT) throw refuse('msg_blocks_too_long');
  return withIds(blocks);
}

/** Not published by Slack; a guess on the safe side. */
const MAX_METADATA_BYTES = 16_000;

/** The `metadata` argument; null for `{}`, which takes metadata away; undefined when there is none. */
export function metadataArgument(args: Args): Metadata | null | undefined {
  const metadata = json(args, 'metadata');
  if (metadata === undefined || metadata === null || metadata === '') return undefined;
  if (!isObject(metadata)) throw refuse('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return null;
  const { event_type, event_payload } = metadata;
  if (typeof event_type !== 'string' || !isObject(event_payload)) throw refuse('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(metadata)) > MAX_METADATA_BYTES) throw refuse('metadata_too_large');
  return { event_type, event_payload };
}

/** One page of `items`, and the cursor of the next: `limit` and `cursor` as every list method takes them. */
export function page<Item>(items: Item[], args: Args, fallback: number): { items: Item[]; cursor: string } {
  const limit = count(args, 'limit', fallback, 1000);
  const cursor = text(args, 'cursor');
  const start = cursor ? Number(Buffer.from(cursor, 'base64').toString()) : 0;
  if (!Number.isInteger(start) || start < 0) throw refuse('invalid_cursor');
  const end = start + limit;
  return {
    items: items.slice(start, end),
    cursor: end < items.length ? Buffer.from(String(end)).toString('base64') : '',
  };
}
