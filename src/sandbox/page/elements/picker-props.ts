import type { Choice, ChoiceGroup } from './choices.ts';
import type { Field } from './use-element.ts';

export interface PickerProps {
  groups: ChoiceGroup[];
  chosen: Choice[];
  choose: (choices: Choice[]) => void;
  isMulti: boolean;
  placeholder: string;
  isPending: boolean;
  focusOnLoad: boolean;
  /** At most this many, for a menu of several. */
  max?: number;
  field?: Field;
  /** Asks elsewhere for choices; a string is the sentence saying why there are none. */
  search?: (typed: string) => Promise<ChoiceGroup[] | string>;
  minQuery?: number;
}
