/**
 * The run sheet as everybody reads it: which step comes next, and how one takes part in a step, as rooms/sheet.py says it. A step
 * that says nothing of it goes on as before; a skipped one brings nothing.
 */
import type { Mode, Speak, Step } from "../protocol/wire";
import type { Room } from "./room.svelte";

/** How a step is held; `begun` where no step up to it says so. */
export function modeAt(steps: readonly Step[], step: number, begun: Mode): Mode {
  return steps.slice(0, step + 1).findLast((each) => each.mode && !each.skipped)?.mode ?? begun;
}

export function speakAt(steps: readonly Step[], step: number): Speak {
  return steps.slice(0, step + 1).findLast((each) => each.speak && !each.skipped)?.speak ?? "voice";
}

/** Which step 次へ leads to: the next that is not skipped; -1 after the last. */
export function nextOf(steps: readonly Step[], step: number): number {
  return steps.findIndex((each, at) => at > step && !each.skipped);
}

/** How the viewer takes part where they are now: staff, and whoever they led to a booth or a stage, by voice whatever the step says. */
export function speakNow({ view, myPlace }: Room): Speak {
  return view?.kind === "participant" && myPlace?.takes !== "staff" ? speakAt(view.steps, view.step) : "voice";
}
