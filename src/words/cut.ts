/** The first of a list, and how many there are in all: what is left out is said. */
export interface Cut<T> {
  first: T[];
  total: number;
}
