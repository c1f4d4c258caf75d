/** Arrow keys walk from message to message; Tab then enters the one in focus. */
export function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.target !== event.currentTarget) return;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const articles = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>(':scope > article') ?? [])];
  articles[articles.indexOf(event.currentTarget) + step]?.focus();
}
