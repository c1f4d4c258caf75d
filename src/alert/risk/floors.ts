import type { Severity } from '../../words/severity.ts';

/**
 * What raises a post to at least this severity, whatever its numbers.
 * Source: the matrix of published practice (topic floors: people, law and our standing before reach).
 */
export const FLOORS = {
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
