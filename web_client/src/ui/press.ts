/**
 * A press counts for what it began on. A note, an error, an answer may come between finger down and finger up and move a button
 * away; the browser then gives the click to whatever lies there by now, and the press is lost or does what nobody asked for.
 * Whoever slides away while pressing takes it back, as ever.
 */

/** Further than a hand trembles. */
const AWAY_PX = 12;
const PRESSED = "button, a[href], label, summary";

let begun: { on: HTMLElement; x: number; y: number } | null = null;

addEventListener("pointerdown", ({ target, clientX: x, clientY: y }) => {
  const on = target instanceof Element ? target.closest<HTMLElement>(PRESSED) : null;
  begun = on === null ? null : { on, x, y };
}, true);

addEventListener("pointercancel", () => { begun = null; }, true);

addEventListener("click", (click) => {
  const from = begun;
  begun = null;
  // Keys, and clicks that a page makes itself, have no place.
  if (from === null || !click.isTrusted || click.detail === 0) return;
  if (from.on.contains(click.target as Node) || Math.hypot(click.clientX - from.x, click.clientY - from.y) > AWAY_PX) return;
  click.preventDefault();
  click.stopImmediatePropagation();
  if (from.on.isConnected) from.on.click();
}, true);
