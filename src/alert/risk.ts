import { type Mention, type Severity, worse } from '../words.ts';

export interface Suggestion {
  severity: Severity;
  /** In words a person can agree or argue with. */
  because: string[];
}

interface Topic {
  floor: Severity;
  because: string;
  words: RegExp;
}

/**
 * Words that raise a post to at least this severity, whatever its numbers. English; other languages are another issue.
 * Source: the matrix of published practice (topic floors: people, law and our standing before reach).
 */
const TOPICS: Topic[] = [
  {
    floor: 'SEV1',
    because: 'names an injury, a death or a danger',
    words:
      /\b(injur(y|ed|ies)|died|death|killed|(a|the|on|caught) fire|burn(ed|t)|poison(ed|ing)|hospital|ambulance|explo(ded|sion)|suicide|self.?harm|unsafe|chok(ed|ing))\b/i,
  },
  {
    floor: 'SEV1',
    because: 'says personal data is exposed',
    words:
      /\b(data (breach|leak)|leaked|someone else'?s (account|data|details)|(my|our|customer) (data|details|address|passport|card) .{0,40}(exposed|visible|shown|public)|hacked|breach(ed)?)\b/i,
  },
  {
    floor: 'SEV1',
    because: 'names a court, a regulator or a crime',
    words:
      /\b(lawsuit|suing|sued|(will|going to|gonna) sue|court|regulator|police|fraud|criminal|prosecut\w+|class action|ombudsman)\b/i,
  },
  {
    floor: 'SEV2',
    because: 'alleges discrimination or harassment',
    words: /\b(racis[mt]|sexis[mt]|discriminat\w+|harass\w+|homophob\w+|transphob\w+|assault\w*|abus(e|ed|ive))\b/i,
  },
  {
    floor: 'SEV2',
    because: 'a journalist is asking',
    words: /\b(journalist|reporter|newsroom|for comment|press (enquiry|inquiry)|on the record|running a story)\b/i,
  },
  {
    floor: 'SEV2',
    because: 'many customers may be hit',
    words:
      /\b(outage|down for everyone|charged twice|double.?charged|everyone (is|was|got)|nobody can|thousands of|boycott)\b/i,
  },
  {
    floor: 'SEV3',
    because: 'a complaint about the product or the service',
    words:
      /\b(refund|broken|cancel(l?ed|ling)?|never again|worst|terrible|awful|scam|rip.?off|waiting|complain\w*|unacceptable|stranded|overcharged)\b/i,
  },
];

/** Audience sizes and the severity they call for. Source: the recommended matrix; numbers are a start, not a law. */
const REACH: { from: number; severity: Severity }[] = [
  { from: 500_000, severity: 'SEV1' },
  { from: 50_000, severity: 'SEV2' },
  { from: 5_000, severity: 'SEV3' },
];

/** Likes, replies and shares together. */
const ENGAGEMENT: { from: number; severity: Severity }[] = [
  { from: 20_000, severity: 'SEV1' },
  { from: 2_000, severity: 'SEV2' },
  { from: 100, severity: 'SEV3' },
];

const count = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/**
 * How severe a mention looks, and why. A person decides. Nothing unknown lowers it: with neither text nor figures
 * it is SEV3, not SEV4. Praise from the source's own sentiment lowers nothing either: those labels miss too much.
 */
export function suggestSeverity(mention: Mention): Suggestion {
  const reasons: Suggestion[] = [];
  // Phones type a curly apostrophe.
  const said = [mention.title, mention.text].filter(Boolean).join('\n').replaceAll('’', "'");
  for (const topic of TOPICS) {
    if (topic.words.test(said)) reasons.push({ severity: topic.floor, because: [topic.because] });
  }
  const audience = Math.max(mention.reach ?? 0, mention.author.followers ?? 0);
  const reached = REACH.find((step) => audience >= step.from);
  if (reached) reasons.push({ severity: reached.severity, because: [`an audience of ${count.format(audience)}`] });
  const engagement = mention.engagement ?? 0;
  const engaged = ENGAGEMENT.find((step) => engagement >= step.from);
  if (engaged) reasons.push({ severity: engaged.severity, because: [`${count.format(engagement)} reactions already`] });
  if (mention.sentiment === 'negative') reasons.push({ severity: 'SEV3', because: ['the source calls it negative'] });
  if (!mention.text?.trim())
    reasons.push({ severity: 'SEV3', because: ['the text is not known, so it is not called low'] });

  const severity = reasons.reduce<Severity>((worst, reason) => worse(worst, reason.severity), 'SEV4');
  reasons.sort((a, b) => a.severity.localeCompare(b.severity));
  const because = reasons.flatMap((reason) => reason.because);
  return { severity, because: because.length > 0 ? because : ['nothing in it points to harm or reach'] };
}
