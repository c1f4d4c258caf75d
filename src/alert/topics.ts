import type { Severity, Topic } from '../words.ts';
import { DE } from './topic-words/de.ts';
import { EN } from './topic-words/en.ts';
import { ES } from './topic-words/es.ts';
import { FR } from './topic-words/fr.ts';

/**
 * What raises a post to at least this severity, whatever its numbers.
 * Source: the matrix of published practice (topic floors: people, law and our standing before reach).
 */
const FLOORS = {
  harm: { floor: 'SEV1', because: 'names an injury, a death or a danger' },
  threat: { floor: 'SEV1', because: 'names a threat to life or self-harm' },
  data: { floor: 'SEV1', because: 'says personal data is exposed' },
  crime: { floor: 'SEV1', because: 'alleges fraud or another crime' },
  law: { floor: 'SEV1', because: 'names a court, a regulator or legal action' },
  account: { floor: 'SEV1', because: 'says our own account is hacked or posted something wrong' },
  discrimination: { floor: 'SEV2', because: 'alleges discrimination or harassment' },
  welfare: { floor: 'SEV2', because: 'names a child or an animal treated badly' },
  misconduct: { floor: 'SEV2', because: 'shows the conduct of staff on video' },
  charged: { floor: 'SEV2', because: 'says customers were charged twice' },
  defect: { floor: 'SEV2', because: 'a product defect with evidence' },
  outage: { floor: 'SEV2', because: 'many customers may be hit' },
  press: { floor: 'SEV2', because: 'a journalist is asking' },
  boycott: { floor: 'SEV2', because: 'calls for a boycott' },
  complaint: { floor: 'SEV3', because: 'a complaint about the product or the service' },
} satisfies Record<string, { floor: Severity; because: string }>;

export type TopicName = keyof typeof FLOORS;

/**
 * The lists that hold until a team writes its own. They are words, and words are no understanding: "no injuries" names
 * an injury, irony passes for praise, and a post that paraphrases is not seen. test/alert/risk-posts.test.ts keeps what
 * they miss and what they take too seriously.
 */
export const TOPICS: Topic[] = (Object.keys(FLOORS) as TopicName[]).map((name) => ({
  name,
  ...FLOORS[name],
  words: { en: EN[name], es: ES[name], fr: FR[name], de: DE[name] },
}));
