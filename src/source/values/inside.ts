/**
 * What stands at a path of names or places in parsed JSON: `inside(post, 'author', 'name')`. Undefined where a step is
 * missing or leads through something that is no object. Never finds what a prototype holds.
 */
export function inside(value: unknown, ...path: (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = Reflect.get(at, step);
  }
  return at;
}

/** The list at a path; empty when there is none. */
export function listInside(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = inside(value, ...path);
  return Array.isArray(found) ? found : [];
}
