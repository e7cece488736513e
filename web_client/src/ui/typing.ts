/**
 * Keys in a language that is typed by conversion. While a Japanese keyboard converts, Enter chooses a candidate and Escape
 * takes it back: neither is meant for the page. Browsers say so in three ways, and Safari only by the key's old number,
 * since there the conversion has ended before its Enter is told.
 */
const CONVERTING = 229;

/** The key that is meant for the page; "" for one that a conversion has. */
export function keyFor(event: KeyboardEvent): string {
  // Safari says it in no other way than by the old number.
  const converting = event.isComposing || event.keyCode === CONVERTING || event.key === "Process";
  return converting ? "" : event.key;
}

let converted = false;
addEventListener("keydown", (event) => { converted = keyFor(event) === ""; }, { capture: true });

/** To be asked when a dialog is about to close by itself: whether the key that did it belonged to a conversion. */
export function byConversion(): boolean {
  return converted;
}
