/**
 * Walking by arrow keys: where each key leads, in as few walks as can be, since each is told to everybody in the room. A
 * press is one step, and presses add up while feet are slower. A key that is held walks on ahead of itself, so that one walk
 * a second is enough for a smooth way; where it is let go one stops. Pure: time comes in, in ms, and so does where one is.
 */
import type { Point } from "../protocol/wire";
import type { Arrow } from "./geometry";
import { onPlan } from "./strolls";

/** A step, in thousandths of the plan. */
export const STEP = 25;
/** How many steps a held key leads: a walk of 1.4 s, so that the next one, a second later, finds nobody standing. */
export const AHEAD = 10;
const AGAIN_MS = 1000;

const WAYS: Record<Arrow, readonly [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** Where one is, and where the walk that one is on ends: null for who sits. */
export interface Footing {
  here: Point;
  goal: Point | null;
}

export class Steps {
  readonly #free: (point: Point) => boolean;
  /** Whether the walk that one is on came of presses. */
  #pressed = false;
  #held: { arrow: Arrow; at: number } | null = null;

  /** `free` says where one may stand. */
  constructor(free: (point: Point) => boolean) {
    this.#free = free;
  }

  /** Whether a key is held that walks. */
  get holding(): boolean {
    return this.#held !== null;
  }

  /** What one walks now did not come of keys. */
  forget(): void {
    this.#pressed = false;
    this.#held = null;
  }

  /** Where an arrow leads that went down, or is repeated because it is held; null where it leads no further. */
  down(arrow: Arrow, repeated: boolean, { here, goal }: Footing, now: number): Point | null {
    if (!repeated) {
      const from = this.#pressed && goal !== null ? goal : here; // a turn does not wait for the way ahead
      this.#held = null;
      this.#pressed = true;
      return this.#towards(from, arrow, 1);
    }
    if (this.#held?.arrow === arrow && now - this.#held.at < AGAIN_MS) return null;
    this.#held = { arrow, at: now };
    this.#pressed = false;
    const to = this.#towards(here, arrow, AHEAD);
    return to !== null && to.x === goal?.x && to.y === goal.y ? null : to;
  }

  /** Where one stops after an arrow (or whichever) was let go; null if it was not held, or one stands already. */
  up(arrow: Arrow | null, { here, goal }: Footing): Point | null {
    if (this.#held === null || (arrow !== null && this.#held.arrow !== arrow)) return null;
    this.#held = null;
    const stop = onPlan(here.x, here.y);
    return goal === null || (goal.x === stop.x && goal.y === stop.y) ? null : stop;
  }

  /** As many of `steps` as are free, one after the other; null if not even one is. */
  #towards(from: Point, arrow: Arrow, steps: number): Point | null {
    const [dx, dy] = WAYS[arrow];
    let last: Point | null = null;
    for (let step = 1; step <= steps; step += 1) {
      const next = onPlan(from.x + dx * step * STEP, from.y + dy * step * STEP);
      const before = last ?? from;
      if ((next.x === Math.round(before.x) && next.y === Math.round(before.y)) || !this.#free(next)) break;
      last = next;
    }
    return last;
  }
}
