/**
 * Runs a pattern over a text in time that grows with the text alone: all ways to match are followed at once, each step
 * at most once for each letter (Thompson 1968). What has to stand before and behind a place is found out for all places
 * beforehand; ahead of them from the end (Barrière and Pit-Claudel, "Linear Matching of JavaScript Regexes", PLDI 2024).
 * It tells whether something matches, and not what.
 */
import type { Alphabet, Letters } from './alphabet.ts';
import { FORK, FOUND, JUMP, LOOK, ONE, PLACE, PLACES, type Program } from './program.ts';

/** After so many steps others may have their turn: a fifth of a millisecond. */
const PAUSE_AFTER = 20_000;

/** What follows from the beginning of a match at a place like this one. The same for all texts. */
interface Beginning {
  /** Steps that take a letter, and those that depend on what stands around. */
  ones: number[];
  looks: number[];
  isFound: boolean;
  /** By the class of the next letter: the steps after those that take it. */
  taking: (number[] | undefined)[];
}

export interface Machine {
  program: Program;
  alphabet: Alphabet;
  beginnings: Map<number, Beginning>;
}

export function machineOf(program: Program, alphabet: Alphabet): Machine {
  return { program, alphabet, beginnings: new Map() };
}

/** Does the pattern match anywhere? It may pause at each `yield`. */
export function* isIn({ classes, words }: Letters, machine: Machine): Generator<void, boolean> {
  const { program, alphabet, beginnings } = machine;
  const { does, x, y, looks } = program;
  const { members } = alphabet;
  const length = classes.length;
  const held: Uint8Array[] = [];
  const marks = new Uint32Array(does.length);
  const reached = new Uint32Array(does.length);
  const waiting = new Uint32Array(2 * does.length);
  let mark = 0;
  let taken = 0;
  let size = 0;
  let count = 0;
  let isFound = false;

  for (const { start, ahead } of looks) {
    const holds = new Uint8Array(length + 1);
    yield* run(start, ahead, holds);
    held.push(holds);
  }
  return yield* run(program.start, false, null);

  /** From one end of the text to the other. Where something is found is noted in `holds`; without it, that is the end. */
  function* run(start: number, backwards: boolean, holds: Uint8Array | null): Generator<void, boolean> {
    let ready = 0;
    for (let passed = 0; passed <= length; passed++) {
      if (++taken > PAUSE_AFTER) {
        taken = 0;
        yield;
      }
      const place = backwards ? length - passed : passed;
      const beginning = beginningAt(start, place);
      // Unmarked until here, so that none is followed twice.
      mark++;
      size = 0;
      count = 0;
      isFound = beginning.isFound;
      for (let at = 0; at < ready; at++) push(waiting[at] as number);
      for (const step of beginning.looks) if (isHeld(x[step] as number, place)) push(step + 1);
      while (size > 0) follow(waiting[--size] as number, place);
      if (isFound && !holds) return true;
      if (isFound && holds) holds[place] = 1;
      if (passed === length) break;
      const letter = classes[backwards ? place - 1 : place] as number;
      const sets = members[letter] as Uint8Array;
      ready = 0;
      for (let at = 0; at < count; at++) {
        const step = reached[at] as number;
        if (sets[x[step] as number] === 1) waiting[ready++] = step + 1;
      }
      beginning.taking[letter] ??= beginning.ones.filter((one) => sets[x[one] as number] === 1).map((one) => one + 1);
      for (const step of beginning.taking[letter]) waiting[ready++] = step;
    }
    return false;
  }

  /** Those that are pushed never overtake those that are still to be pushed. */
  function push(step: number): void {
    if (marks[step] === mark) return;
    marks[step] = mark;
    waiting[size++] = step;
  }

  function follow(step: number, place: number): void {
    taken++;
    const [to, or] = [x[step] as number, y[step] as number];
    const kind = does[step];
    if (kind === ONE) reached[count++] = step;
    else if (kind === FORK) {
      push(to);
      push(or);
    } else if (kind === JUMP) push(to);
    else if (kind === FOUND) isFound = true;
    else if (kind === PLACE ? isPlace(to, place) : isHeld(to, place)) push(step + 1);
  }

  function beginningAt(start: number, place: number): Beginning {
    const isBorder = (place === 0 ? 0 : words[place - 1]) !== (place === length ? 0 : words[place]);
    const like = (place === 0 ? 1 : 0) + (place === length ? 2 : 0) + (isBorder ? 4 : 0);
    const known = beginnings.get(start * 8 + like);
    if (known) return known;
    const beginning: Beginning = { ones: [], looks: [], isFound: false, taking: [] };
    const seen = new Set([start]);
    for (const step of seen) {
      const [to, or] = [x[step] as number, y[step] as number];
      const kind = does[step];
      if (kind === ONE) beginning.ones.push(step);
      else if (kind === LOOK) beginning.looks.push(step);
      else if (kind === FOUND) beginning.isFound = true;
      else if (kind === FORK) seen.add(to).add(or);
      else if (kind === JUMP) seen.add(to);
      else if (isPlace(to, place)) seen.add(step + 1);
    }
    beginnings.set(start * 8 + like, beginning);
    return beginning;
  }

  function isPlace(number: number, place: number): boolean {
    const is = PLACES[number];
    if (is === 'start') return place === 0;
    if (is === 'end') return place === length;
    const before = place === 0 ? 0 : words[place - 1];
    const after = place === length ? 0 : words[place];
    return (before === after) === (is === 'inside');
  }

  function isHeld(look: number, place: number): boolean {
    return (held[look]?.[place] === 1) === looks[look]?.wanted;
  }
}
