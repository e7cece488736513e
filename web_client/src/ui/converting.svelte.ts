/** Whether a Japanese keyboard is converting somewhere on the page. What stands in its box then is not written yet. */
let on = $state(false);
addEventListener("compositionstart", () => { on = true; }, { capture: true });
// A box that goes away takes its conversion with it, and says nothing of its end.
for (const end of ["compositionend", "focusin"]) addEventListener(end, () => { on = false; }, { capture: true });

export function converting(): boolean {
  return on;
}
