/** Light, dark, or as the system says. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'sandbox-theme';

export function storedTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  if (theme === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
}

/** The theme a click on the toggle leads to: the opposite of what is on screen. */
export function oppositeTheme(theme: Theme): Theme {
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  return isDark ? 'light' : 'dark';
}
