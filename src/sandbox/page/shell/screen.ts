/** The same widths as in the style sheets. */
export function isPhone(): boolean {
  return matchMedia('(max-width: 639.98px)').matches;
}

/** Whether the pointer can rest on things without pressing them. */
export function canHover(): boolean {
  return matchMedia('(hover: hover)').matches;
}
