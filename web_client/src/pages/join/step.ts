/** Which step of the staircase a participant stands on: a pure function of what is known, so that each is one answer. */
import type { Code, Wish } from "../../protocol/wire";
import type { Stage } from "../../state/session.svelte";

export interface Known {
  stage: Stage;
  /** What one sees of the session; null before, and while nobody else may look in. */
  seen: { entered: boolean; farOff: boolean } | null;
  /** Nobody else may look in just now. */
  full: boolean;
  /** How one would like to come in, once chosen. */
  wish: Wish | null;
  /** Whether there is a link or a code to come in by. */
  door: boolean;
  /** Why joining failed. */
  problem: Code | "lost" | null;
}

export type Step =
  | { at: "over" | "room" | "far_off" | "look" | "queue" | "code" | "start" }
  | { at: "entering"; wish: Wish }
  | { at: "refused"; code: Code };

export function stepOf({ stage, seen, full, wish, door, problem }: Known): Step {
  if (stage === "over") return { at: "over" };
  if (stage === "live") {
    if (seen?.entered) return { at: "room" };
    if (seen?.farOff) return { at: "far_off" };
    if (seen !== null) return wish === null ? { at: "look" } : { at: "entering", wish };
    if (full) return { at: "queue" };
  }
  if (!door) return { at: "code" };
  // What was lost on the way is tried again from the first screen.
  return problem === null || problem === "lost" ? { at: "start" } : { at: "refused", code: problem };
}
