/** The shape of firebreak.yml, with what is said of each value that is not so. */
import { z } from 'zod';
import { whyNoEntry } from '../alert/risk/own-topics.ts';
import { TOPICS } from '../alert/risk/topics.ts';
import { SEVERITIES } from '../words/severity.ts';

const WEEK = 7 * 24 * 60;

const minutes = whole(WEEK, 'whole minutes from 1 to 10080 (a week)');

const minutesOrNone = z.preprocess(
  (value) => (value === 'none' ? null : value),
  whole(WEEK, 'whole minutes from 1 to 10080 (a week), or none').nullable(),
);

const STEPS =
  'list the steps, each a user id or a list of user ids that are paged together: [[U01ABC, U02DEF], U03GHI]';

const person = z
  .string({ error: STEPS })
  .regex(/^[UW][A-Z\d]+$/, { error: 'give a user id (U… or W…), from "Copy member ID" in the profile' });

const step = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(person, { error: STEPS }).min(1, { error: 'a step names at least one person' }),
);

const MAPPING = { error: 'give a mapping of "name: value" lines' };

export const severity = z.strictObject(
  {
    acknowledge: minutes.optional(),
    response: minutes.optional(),
    update: minutesOrNone.optional(),
    heartbeat: minutesOrNone.optional(),
    owners: z.array(step, { error: STEPS }).max(20, { error: 'at most 20 steps' }).optional(),
  },
  MAPPING,
);

const severities = z.strictObject(
  { SEV1: severity.optional(), SEV2: severity.optional(), SEV3: severity.optional(), SEV4: severity.optional() },
  MAPPING,
);

export const storm = z.strictObject(
  {
    stories: whole(1_000, 'a whole number from 1 to 1000').optional(),
    within: whole(24 * 60, 'whole minutes from 1 to 1440 (a day)').optional(),
  },
  MAPPING,
);

export const page = z.strictObject(
  {
    answerWithin: whole(60, 'whole minutes from 1 to 60').optional(),
    rounds: whole(20, 'a whole number from 1 to 20').optional(),
  },
  MAPPING,
);

const NAME = { error: 'give a name of 1 to 80 characters' };

const CHANNEL = { error: "give the channel's id (C… or G…), which stands at the end of its About tab" };

const SOURCE = 'give a name of 2 to 40 letters a-z, digits, - and _, beginning with a letter: it is part of an address';

const NO_SOURCES = { error: 'list the sources, each with a name, a kind and what this kind needs' };

export const source = z.looseObject(
  {
    name: z
      .string({ error: SOURCE })
      .regex(/^[a-z][a-z\d_-]{1,39}$/, { error: SOURCE })
      .refine((name) => name !== 'generic', {
        error: 'this one is there already, with INTAKE_TOKEN: take another name',
      }),
    kind: z.string({ error: 'give the kind, for instance feed; the README lists them' }),
  },
  { error: 'give a name, a kind and what this kind needs' },
);

const sources = z.array(source, NO_SOURCES).check((context) => {
  for (const [index, { name }] of context.value.entries()) {
    const value = context.value[index] ?? {};
    if (context.value.findIndex((one) => one.name === name) < index) {
      const message = 'this name is given twice: each source needs its own';
      context.issues.push({ code: 'custom', message, path: [index, 'name'], input: name });
    }
    for (const [key, given] of Object.entries(value)) {
      if (['string', 'number', 'boolean'].includes(typeof given)) continue;
      const message = 'give a text, a number, true or false';
      context.issues.push({ code: 'custom', message, path: [index, key], input: given });
    }
  }
});

const ENTRIES = { error: 'list words or /patterns/: [recall, "/fires?/"]' };

const LANGUAGE = { error: 'a language has two or three small letters: en' };

const entry = z.string(ENTRIES).check((context) => {
  const message = whyNoEntry(context.value);
  if (message !== null) context.issues.push({ code: 'custom', message, input: context.value });
});

const words = z.record(
  z.string().regex(/^[a-z]{2,3}$/, LANGUAGE),
  z.array(entry, ENTRIES).max(500, { error: 'at most 500 entries' }),
  { error: 'give lists by language: { en: [recall] }' },
);

const FLOOR = { error: 'give SEV1, SEV2, SEV3 or none, which switches the topic off' };

const BECAUSE = { error: 'say in 1 to 80 characters, without < > &, what such a post does: "names our recall"' };

export const topic = z.strictObject(
  {
    floor: z
      .preprocess((value) => (value === 'none' ? null : value), z.enum(['SEV1', 'SEV2', 'SEV3'], FLOOR).nullable())
      .optional(),
    // It stands on the card as it is: nothing in it may mention or link.
    because: z
      .string(BECAUSE)
      .trim()
      .regex(/^[^<>&\p{Cc}]{1,80}$/u, BECAUSE)
      .optional(),
    words: words.optional(),
    add: words.optional(),
  },
  MAPPING,
);

export const topics = z
  .record(
    z.string().regex(/^[a-z][a-z\d_-]{0,39}$/, { error: 'a name has small letters a-z, digits, - and _' }),
    topic,
    MAPPING,
  )
  .check((context) => {
    for (const [name, given] of Object.entries(context.value)) {
      if (given.floor === null || TOPICS.some((known) => known.name === name)) continue;
      const lacks = (['floor', 'because', 'words'] as const).filter((key) => given[key] === undefined);
      if (lacks.length === 0) continue;
      const known = TOPICS.map((one) => one.name).join(', ');
      const message = `a new topic needs ${lacks.join(', ')}; there is ${known}`;
      context.issues.push({ code: 'custom', message, path: [name], input: given });
    }
  });

const ADMINS = { error: 'list the user ids of those who may change sources: [U01ABC, U02DEF]' };

export const FILE = z.strictObject(
  {
    brand: z.string(NAME).trim().min(1, NAME).max(80, NAME).optional(),
    alertsChannel: z
      .string(CHANNEL)
      .regex(/^[CG][A-Z\d]{2,}$/, CHANNEL)
      .nullish(),
    page: page.optional(),
    storm: storm.optional(),
    ownCard: z.enum(SEVERITIES, { error: 'SEV1, SEV2, SEV3 or SEV4' }).optional(),
    severities: severities.optional(),
    topics: topics.optional(),
    admins: z.array(person, ADMINS).optional(),
    sources: sources.optional(),
  },
  MAPPING,
);

function whole(most: number, what: string) {
  const error = `give ${what}`;
  return z.int({ error }).min(1, { error }).max(most, { error });
}
