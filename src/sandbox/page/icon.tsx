/** The page's own small line icons, drawn on a 20 × 20 grid. Always decorative: the control carries the label. */
const PATHS = {
  back: 'M12.5 4.5 7 10l5.5 5.5',
  bolt: 'M11 2.5 4.5 11.5H10l-1 6 6.5-9H10z',
  bookmark: 'M5.5 3.5h9v13L10 13l-4.5 3.5z',
  check: 'm4.5 10.5 3.5 3.5 7.5-8',
  chevron: 'm5.5 8 4.5 4.5L14.5 8',
  clip: 'm14.8 9.6-5 5a3.3 3.3 0 0 1-4.7-4.7l5.6-5.6a2.2 2.2 0 0 1 3.1 3.1l-5.6 5.6a1 1 0 0 1-1.5-1.5l5-5',
  close: 'm5 5 10 10M15 5 5 15',
  down: 'M10 4v12m-5-5 5 5 5-5',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5ZM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  hash: 'M7.8 3.5 6.2 16.5m7.6-13-1.6 13M4 7.8h13M3 12.3h13',
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5v7.5h9V8.5',
  lock: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  moon: 'M16 11.8A6.5 6.5 0 1 1 8.2 4a5 5 0 0 0 7.8 7.8Z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  people:
    'M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.5 16c.3-2.8 2.2-4.3 5-4.3s4.7 1.5 5 4.3M13 4.4a2.6 2.6 0 0 1 0 5M14.5 12c1.8.5 2.8 1.9 3 4',
  pin: 'M7 3.5h6l-.7 5 2.7 2.5H5l2.7-2.5zM10 11v5.5',
  play: 'M6.5 4.5v11l9-5.5z',
  plus: 'M10 4.5v11M4.5 10h11',
  reply: 'M4 4.5h12v8.5H9.5L6 16v-3H4z',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4',
  send: 'M3.5 10 16.5 4l-4 12.5-3-5.5zM9.5 11l7-7',
  smile: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM7 11.5c1.5 2.3 4.5 2.3 6 0M7.6 8h.01M12.4 8h.01',
  stop: 'M6 6h8v8H6z',
  sun: 'M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM10 2.5v1.7m0 11.6v1.7M2.5 10h1.7m11.6 0h1.7M4.7 4.7l1.2 1.2m8.2 8.2 1.2 1.2m0-10.6-1.2 1.2m-8.2 8.2-1.2 1.2',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
