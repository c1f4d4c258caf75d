import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { suggestSeverity } from '../src/alert/risk/rule.ts';
import { DEFAULT_POLICY, defaultSettings, parseSettings, readSettings, type Settings } from '../src/policy/settings.ts';
import { BLOCKED_AT_MOST, blockedBy } from './blocked.ts';
import { mention } from './make.ts';

const documented = `brand: Acme Air
alertsChannel: C0123456789
page: { answerWithin: 5, rounds: 3 }         # minutes, rounds
storm: { stories: 40 }                       # within 10 minutes, as usual
severities:
  SEV1: { acknowledge: 5, response: 60, update: 15, heartbeat: 10, owners: [[U1, U2], U3] }
  SEV2: { heartbeat: none }
  SEV3:
    response: 45
    update: null
  SEV4:
    owners: [W0ELENA]
`;

/** What is said about a file, without its name. */
function refusals(text: string): string[] {
  try {
    parseSettings(text, 'firebreak.yml');
  } catch (error) {
    const lines = (error as Error).message.split('\n');
    expect(lines.filter((line) => !/^firebreak\.yml:\d+: /.test(line))).toEqual([]);
    return lines.map((line) => line.slice('firebreak.yml:'.length));
  }
  return [];
}

describe('what holds', () => {
  test('an empty file and no file are the documented clocks', () => {
    expect(parseSettings('', 'firebreak.yml')).toEqual(defaultSettings());
    expect(parseSettings('# nothing yet\n', 'firebreak.yml')).toEqual(defaultSettings());
    expect(defaultSettings().policy).toEqual(DEFAULT_POLICY);
    expect(DEFAULT_POLICY.severities.SEV3).toEqual({
      acknowledge: 60,
      response: 120,
      update: 60,
      heartbeat: 120,
      owners: [],
    });
  });

  test('what the file says wins, field by field', () => {
    expect(parseSettings(documented, 'firebreak.yml')).toEqual({
      brand: 'Acme Air',
      alertsChannel: 'C0123456789',
      admins: [],
      sources: [],
      problems: [],
      policy: {
        ...DEFAULT_POLICY,
        page: { answerWithin: 5, rounds: 3 },
        storm: { stories: 40, within: 10 },
        severities: {
          SEV1: { acknowledge: 5, response: 60, update: 15, heartbeat: 10, owners: [['U1', 'U2'], ['U3']] },
          SEV2: { ...DEFAULT_POLICY.severities.SEV2, heartbeat: null },
          SEV3: { ...DEFAULT_POLICY.severities.SEV3, response: 45, update: null },
          SEV4: { ...DEFAULT_POLICY.severities.SEV4, owners: [['W0ELENA']] },
        },
      },
    });
  });

  test('a SEV3 gives its next update after half of its response time, when nothing else is said', () => {
    const { severities } = parseSettings('severities: { SEV3: { response: 45 } }', 'firebreak.yml').policy;
    expect(severities.SEV3.update).toBe(23);
  });

  test('changing one copy of the defaults changes no other', () => {
    defaultSettings().policy.severities.SEV1.owners.push(['U1']);
    expect(defaultSettings().policy.severities.SEV1.owners).toEqual([]);
  });
});

describe('what is refused, with its line', () => {
  test.each([
    ['a number out of bounds', 'severities:\n  SEV1:\n    response: 0', '3: severities.SEV1.response is 0: give whole'],
    ['more than a week', 'severities: { SEV1: { update: 10081 } }', '1: severities.SEV1.update is 10081: give whole'],
    ['a text for a number', 'page:\n  rounds: often', '2: page.rounds is "often": give a whole number from 1 to 20.'],
    ['no response clock at all', 'severities:\n  SEV4:\n    response: none', '3: severities.SEV4.response is "none"'],
    ['half a minute', 'page: { answerWithin: 0.5 }', '1: page.answerWithin is 0.5: give whole minutes from 1 to 60.'],
    ['a name for a channel', '\nalertsChannel: "#alerts"', '2: alertsChannel is "#alerts": give the channel\'s id'],
    ['an empty brand', 'brand: " "', '1: brand is " ": give a name of 1 to 80 characters.'],
    [
      'a name for a person',
      'severities:\n  SEV1:\n    owners:\n      - U1\n      - [U2, ana]',
      '5: severities.SEV1.owners[1][1] is "ana": give a user id',
    ],
    [
      'a lone name for a person',
      'severities:\n  SEV1:\n    owners:\n      - ana',
      '4: severities.SEV1.owners[0][0] is "ana"',
    ],
    [
      'one person in place of steps',
      'severities: { SEV1: { owners: U1 } }',
      '1: severities.SEV1.owners is "U1": list the steps',
    ],
    [
      'a step of nobody',
      'severities:\n  SEV1:\n    owners:\n      - U1\n      - []',
      '5: severities.SEV1.owners[1] is []: a step names',
    ],
    ['a list for a mapping', 'severities:\n  - SEV1', '1: severities is ["SEV1"]: give a mapping'],
    ['a text for the file', 'just words', '1: the file is "just words": give a mapping'],
  ])('%s', (_, text, sentence) => {
    const said = refusals(text);
    expect(said).toHaveLength(1);
    expect(said[0]?.startsWith(sentence), said[0]).toBe(true);
  });

  test.each([
    ['brnad: Acme', '1: brnad is no setting: did you mean brand?'],
    ['severities:\n  sev1: {}', '2: severities.sev1 is no setting: did you mean SEV1?'],
    ['severities:\n  SEV5: {}', '2: severities.SEV5 is no setting: there is SEV1, SEV2, SEV3, SEV4.'],
    ['severities:\n  SEV2:\n    owner: []', '3: severities.SEV2.owner is no setting: did you mean owners?'],
    ['page:\n  answer_within: 3', '2: page.answer_within is no setting: did you mean answerWithin?'],
    [
      'channels: []',
      '1: channels is no setting: there is brand, alertsChannel, page, storm, ownCard, severities, topics, admins, sources.',
    ],
  ])('an unknown key, with the one that was meant: %j', (text, sentence) => expect(refusals(text)).toEqual([sentence]));

  test('a key that is given twice', () => {
    expect(refusals('brand: A\npage: {}\nbrand: B')).toEqual(['3: this key is given twice: remove one.']);
  });

  test.each([
    ['brand: Acme\npage: { rounds: 5', 2],
    ['brand: "Acme', 1],
    ['brand: A\n\tpage: {}', 2],
    ['brand: !secret x', 1],
  ])('what is not YAML: %j', (text, line) => {
    expect(refusals(text)[0]).toMatch(new RegExp(`^${line}: this is not YAML: `));
  });

  test('a second document', () => {
    expect(refusals('brand: A\n---\nbrand: B')).toEqual(['2: a second document begins: remove this "---".']);
  });

  test('an alias that leads nowhere', () => {
    expect(refusals('page: {}\nbrand: *acme')).toEqual(['2: *acme is given nowhere above: add &acme.']);
  });

  test('a wrong value behind an alias is found where it is used', () => {
    expect(refusals('severities:\n  SEV1: &all { response: 0 }\n  SEV2: *all').map((line) => line[0])).toEqual([
      '2',
      '3',
    ]);
  });

  test('all problems at once, from top to bottom', () => {
    const said = refusals('severities:\n  SEV1: { response: 0, updat: 5 }\npage: { rounds: 99 }\ncolour: red');
    expect(said.map((line) => line.split(':', 1)[0])).toEqual(['2', '2', '3', '4']);
  });

  test('in a file with Windows line ends the line is right too', () => {
    expect(refusals('brand: A\r\npage:\r\n  rounds: 0\r\n')[0]).toMatch(/^3: page\.rounds is 0/);
  });
});

describe('the topics of a team', () => {
  const topicsOf = (text: string) => parseSettings(text, 'firebreak.yml').policy.topics;
  const suggested = (text: string, post: string) =>
    suggestSeverity(mention({ text: post, language: 'en' }), topicsOf(text));

  test('are the known ones until it says otherwise', () => {
    expect(topicsOf('topics: {}')).toEqual(DEFAULT_POLICY.topics);
  });

  test('may be new', () => {
    const text =
      'topics:\n  kettle: { floor: SEV1, because: names the kettle, words: { en: [K200, "/red kettles?/"] } }';
    expect(suggested(text, 'My k200 hums')).toEqual({ severity: 'SEV1', because: ['names the kettle'] });
    expect(suggested(text, 'Two Red Kettles, please').severity).toBe('SEV1');
    expect(suggested(text, 'My K2000 hums').severity).toBe('SEV4');
  });

  test('may have another floor or another reason', () => {
    const text = 'topics: { boycott: { floor: SEV1, because: somebody calls for a boycott } }';
    expect(suggested(text, 'Boycott them')).toEqual({ severity: 'SEV1', because: ['somebody calls for a boycott'] });
  });

  test('may have more words, or others in one language', () => {
    const more = 'topics: { boycott: { add: { en: [empty shelves] } } }';
    expect(suggested(more, 'Empty shelves for them').severity).toBe('SEV2');
    expect(suggested(more, 'Boycott them').severity).toBe('SEV2');
    const others = 'topics: { boycott: { words: { en: [empty shelves] } } }';
    expect(suggested(others, 'Boycott them').severity).toBe('SEV4');
    const german = (text: string) => topicsOf(text).find(({ name }) => name === 'boycott')?.words.de;
    expect(german(others)).toEqual(german(''));
  });

  test('may be switched off', () => {
    expect(suggested('topics: { boycott: { floor: none } }', 'Boycott them').severity).toBe('SEV4');
  });

  test('may be of any language and writing', () => {
    const text = 'topics: { blaze: { floor: SEV1, because: names a fire, words: { ru: [пожар], ja: [火事] } } }';
    const read = (language: string, post: string) =>
      suggestSeverity(mention({ text: post, language }), topicsOf(text)).severity;
    expect(read('ru', 'У нас Пожар!')).toBe('SEV1');
    expect(read('ru', 'пожарище')).toBe('SEV4');
    expect(read('ja', '家が火事です')).toBe('SEV1');
  });

  test.each([
    [
      'kettle: { floor: SEV1 }',
      '2: topics.kettle is {"floor":"SEV1"}: a new topic needs because, words; there is harm',
    ],
    ['harm: { floor: SEV4 }', '2: topics.harm.floor is "SEV4": give SEV1, SEV2, SEV3 or none'],
    ['harm: { because: tell <!channel> }', '2: topics.harm.because is "tell <!channel>": say in 1 to 80 characters'],
    ['harm: { floors: SEV1 }', '2: topics.harm.floors is no setting: did you mean floor?'],
    ['harm: { add: { en: recall } }', '2: topics.harm.add.en is "recall": list words or /patterns/'],
    ['harm: { add: { en: [""] } }', '2: topics.harm.add.en[0] is "": give a word'],
    ['harm: { add: { English: [fire] } }', '2: topics.harm.add.English'],
    ['harm: { add: { en: [ok, "/fire(/"] } }', '2: topics.harm.add.en[1] is "/fire(/": this pattern cannot be read'],
    ['harm: { add: { en: ["/x*/"] } }', '2: topics.harm.add.en[0] is "/x*/": this pattern matches every post'],
    [
      'harm: { add: { en: ["/(?!no) ?/"] } }',
      '2: topics.harm.add.en[0] is "/(?!no) ?/": this pattern matches every post',
    ],
  ])('are refused with their line: %s', (line, sentence) => {
    const said = refusals(`topics:\n  ${line}`);
    expect(said).toHaveLength(1);
    expect(said[0]?.startsWith(sentence), said[0]).toBe(true);
  });
});

describe('the patterns of a team', () => {
  const KETTLE = 'topics:\n  kettle:\n    floor: SEV1\n    because: names the kettle\n    words:\n      en:\n';
  const settingsWith = (...entries: string[]) =>
    parseSettings(
      `${KETTLE}${entries.map((entry) => `        - ${JSON.stringify(entry)}\n`).join('')}`,
      'firebreak.yml',
    );
  const suggested = (settings: Settings, text: string) =>
    suggestSeverity(mention({ text, language: 'en' }), settings.policy.topics).severity;

  test('may repeat what repeats: none of them can run away', () => {
    const settings = settingsWith('/(a+)+b/', '/(x|xy)*z/', '/k.*k.*k.*t/', '/(?<!no )hit .{0,40}passenger/');
    expect(settings.problems).toEqual([]);
    expect(suggested(settings, 'aaaab')).toBe('SEV1');
    expect(suggested(settings, 'xyxz')).toBe('SEV1');
    expect(suggested(settings, 'your staff hit an old passenger')).toBe('SEV1');
    expect(suggested(settings, 'no hit on a passenger, kkk')).toBe('SEV4');
  });

  test('that cannot be followed are switched off, which is said with their line and stops nothing', () => {
    const settings = settingsWith('K200', '/(\\w+) \\1/', '/(?:\\w{1,9} ){0,200}kettle/', '/red kettles?/');
    expect(settings.problems).toEqual([
      'firebreak.yml:8: topics.kettle.words.en[1] is "/(\\\\w+) \\\\1/": this pattern is switched off, for it refers back to one of its groups, and such a pattern can take for ever.',
      'firebreak.yml:9: topics.kettle.words.en[2] is "/(?:\\\\w{1,9} ){0,200}kettle/": this pattern is switched off, for it is too large: give smaller numbers in { }, or make several of it.',
    ]);
    expect(suggested(settings, 'red kettle')).toBe('SEV1');
    expect(suggested(settings, 'K200')).toBe('SEV1');
    expect(suggested(settings, 'well well')).toBe('SEV4');
  });

  test('do not slow the start, however many there are', async () => {
    const entries = Array.from({ length: 500 }, (_, n) => `/(?:(a|b)+c*)+ .{0,4}${n}(?! times)/`);
    expect(await blockedBy(() => settingsWith(...entries))).toBeLessThan(200);
    expect(await blockedBy(() => settingsWith('/(?:\\p{Script=Cyrillic}*){4}x/'))).toBeLessThan(BLOCKED_AT_MOST);
  });
});

describe('the file', () => {
  const before = process.cwd();
  afterEach(() => process.chdir(before));
  const folder = () => mkdtempSync(join(tmpdir(), 'firebreak-settings-'));

  test('firebreak.yml is read where there is one', () => {
    process.chdir(folder());
    expect(readSettings(undefined)).toEqual(defaultSettings());
    writeFileSync('firebreak.yml', 'brand: Acme Air');
    expect(readSettings(undefined).brand).toBe('Acme Air');
  });

  test('a file that is named must be there', () => {
    expect(() => readSettings('/nowhere/firebreak.yml')).toThrow(
      'FIREBREAK_CONFIG: the settings file /nowhere/firebreak.yml does not exist: correct the path, or leave it out.',
    );
    expect(() => readSettings(folder())).toThrow(/^FIREBREAK_CONFIG: .* cannot be read \(EISDIR/);
  });

  test('a problem names the file as it was given', () => {
    const file = join(folder(), 'acme.yml');
    writeFileSync(file, '\nbrand: 5');
    expect(() => readSettings(file)).toThrow(`${file}:2: brand is 5: give a name of 1 to 80 characters.`);
  });
});
