/** What a colleague saw and reported, heard like anything that a listening tool hears. */
import { createHash } from 'node:crypto';
import type { Network } from '../words/judgement.ts';
import { hear, type Stores } from './hear.ts';
import { mentionOf } from './values/mention.ts';

export interface Report {
  text: string;
  /** Where it was said; empty when they do not know. */
  url: string;
  network: Network;
  /** A name or a handle; may be empty. */
  author: string;
  /** The Slack message it was reported from: the same report twice is one. */
  permalink: string;
  /** In the card's words: `reported by <@U…>`. */
  query: string;
}

/** Answers whether it is new. Its address is compared like any other, so what a tool heard already is known. */
export async function hearReport(stores: Stores, source: string, report: Report, at: Date): Promise<boolean> {
  const { text, url, network, author, permalink, query } = report;
  const id = createHash('sha256').update(`${permalink}\0${text}`).digest('hex');
  const named = author.startsWith('@') ? { handle: author } : { name: author };
  const mapped = mentionOf(source, { id, url, network, text, author: named, query }, at);
  if (mapped.kind !== 'mention') throw new Error('A report has a text, and so becomes a mention.');
  // Without an address of its own, people are led to the message it was reported from.
  const mention = mapped.mention.url === null ? { ...mapped.mention, url: permalink || null } : mapped.mention;
  const tally = await hear(stores, source, { heard: [{ kind: 'mention', mention }], rejected: [] }, at);
  return tally.accepted > 0;
}
