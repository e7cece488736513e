/**
 * What lies on top of the page: sheets, dialogs, and pages over a page. A phone's Back closes the topmost, and only when
 * nothing lies there does it leave.
 *
 * Theory: while anything lies on top, the history has one entry more, the guard, with the same address. Back takes the guard
 * away, which is how it is told; whoever closes a layer otherwise has the guard taken away too, so that no Back is wasted.
 * That is asked for a moment later, since often one layer closes and another opens.
 */
const GUARD = "engawa.guard";
/** Longer than a sheet needs to give way to another. */
const SETTLE_MS = 60;

const layers: { close: () => void }[] = [];
/** The guard is being taken away: what comes of it is no Back of the person's. */
let leaving = false;

const guarded = () => typeof history.state === "object" && history.state !== null && GUARD in history.state;

function guard(): void {
  if (!leaving && !guarded()) history.pushState({ [GUARD]: true }, "");
}

function settle(): void {
  setTimeout(() => {
    if (layers.length > 0 || leaving || !guarded()) return;
    leaving = true;
    history.back();
  }, SETTLE_MS);
}

addEventListener("popstate", () => {
  if (leaving) leaving = false;
  // Back to a guard that was left behind when a link was followed from a sheet.
  else if (guarded() && layers.length === 0) settle();
  else if (!guarded()) layers.pop()?.close();
  if (layers.length > 0) guard();
});

// A page that was loaded anew begins with nothing on top.
if (guarded()) history.replaceState(null, "");

/** Something lies on top until the answer is called. `close` is called when Back is pressed, and should do just that. */
export function onTop(close: () => void): () => void {
  const layer = { close };
  layers.push(layer);
  guard();
  return () => {
    const at = layers.indexOf(layer);
    if (at === -1) return;
    layers.splice(at, 1);
    settle();
  };
}
