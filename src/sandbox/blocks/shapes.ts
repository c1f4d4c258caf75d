/** The few words block rules are written in: text of a length, one of some values, a list, a shape. Pure. */

/** Told of every problem: where (a JSON pointer) and why, in Slack's words. */
export type Report = (pointer: string, why: string) => void;

export type Rule = (value: unknown, at: string, report: Report) => void;

export type Loose = Record<string, unknown>;

export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Length as Slack counts it: code points. */
export function characters(text: string): number {
  return [...text].length;
}

/** A string of `min` to `max` characters. */
export function string(max: number, min = 1): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string') return report(at, 'must be a string');
    const length = characters(value);
    if (length < min) report(at, `must be more than ${min - 1} characters`);
    if (length > max) report(at, `must be less than ${max + 1} characters`);
  };
}

/** An http or https address. */
export const url: Rule = (value, at, report) => {
  string(3000)(value, at, report);
  const isWeb = typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!isWeb) report(at, 'must be a valid URL');
};

export const boolean: Rule = (value, at, report) => {
  if (typeof value !== 'boolean') report(at, 'must be a boolean');
};

export function integer(min: number, max: number): Rule {
  return (value, at, report) => {
    if (!Number.isInteger(value)) return report(at, 'must be an integer');
    if (Number(value) < min || Number(value) > max) report(at, `must be between ${min} and ${max}`);
  };
}

export function matching(pattern: RegExp, what: string): Rule {
  return (value, at, report) => {
    if (typeof value !== 'string' || !pattern.test(value)) report(at, `must be ${what}`);
  };
}

export function oneOf(...allowed: unknown[]): Rule {
  return (value, at, report) => {
    if (!allowed.includes(value)) report(at, `must be one of: ${allowed.join(', ')}`);
  };
}

export const anything: Rule = () => undefined;

/** A list of `min` to `max` things. */
export function list(rule: Rule, max: number, min = 1): Rule {
  return (value, at, report) => {
    if (!Array.isArray(value)) return report(at, 'must be an array');
    if (value.length < min) report(at, `no fewer than ${min} items allowed`);
    if (value.length > max) report(at, `no more than ${max} items allowed`);
    for (const [index, item] of value.slice(0, max).entries()) rule(item, `${at}/${index}`, report);
  };
}

/** An object with exactly these fields. `optional` ones may be missing; Slack refuses any other. */
export function shape(required: Record<string, Rule>, optional: Record<string, Rule> = {}): Rule {
  return (value, at, report) => {
    if (!isObject(value)) return report(at, 'must be an object');
    for (const [name, rule] of Object.entries(required)) {
      if (value[name] === undefined || value[name] === null) report(at, `missing required field: ${name}`);
      else rule(value[name], `${at}/${name}`, report);
    }
    for (const [name, rule] of Object.entries(optional)) {
      if (value[name] !== undefined && value[name] !== null) rule(value[name], `${at}/${name}`, report);
    }
    for (const name of Object.keys(value)) {
      if (!(name in required) && !(name in optional)) report(at, `invalid additional property: ${name}`);
    }
  };
}

/** One of several shapes, told apart by `type`. */
export function byType(rules: Record<string, Rule>): Rule {
  return (value, at, report) => {
    if (!isObject(value)) return report(at, 'must be an object');
    const rule = typeof value.type === 'string' ? rules[value.type] : undefined;
    if (rule) rule(value, at, report);
    else
      report(
        `${at}/type`,
        value.type === undefined ? 'missing required field: type' : `unsupported type: ${value.type}`,
      );
  };
}

export function both(...rules: Rule[]): Rule {
  return (value, at, report) => {
    for (const rule of rules) rule(value, at, report);
  };
}

/** Exactly one of these fields must be there. */
export function exactlyOne(...names: string[]): Rule {
  return (value, at, report) => {
    const given = isObject(value) ? names.filter((name) => value[name] !== undefined) : [];
    if (given.length !== 1) report(at, `must have exactly one of: ${names.join(', ')}`);
  };
}

/** At least one of these fields must be there. */
export function atLeastOne(...names: string[]): Rule {
  return (value, at, report) => {
    const given = isObject(value) ? names.filter((name) => value[name] !== undefined) : [];
    if (given.length === 0) report(at, `missing required field: ${names.join(' or ')}`);
  };
}
