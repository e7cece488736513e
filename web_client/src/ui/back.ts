/**
 * Where the focus goes back to once no sheet is open any more. A dialog gives it back by itself, but where one sheet was opened
 * from another, what had it in the first is gone with it, and the keyboard would stand on nothing.
 */
let from: Element | null = null;

/** To be called before a sheet opens. */
export function focusFrom(): void {
  if (document.querySelector("dialog[open]") === null) from = document.activeElement;
}

/** To be called when one has closed. */
export function focusBack(): void {
  if (document.activeElement !== document.body || document.querySelector("dialog[open]") !== null) return;
  const to = from !== document.body && from?.isConnected === true ? from : document.querySelector("h1");
  if (to instanceof HTMLElement) to.focus({ preventScroll: true });
}
