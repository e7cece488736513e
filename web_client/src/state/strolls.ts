/** Where somebody who walks is now. A walk is one message: a path, a start and a speed. */
import type { Point, Stroll } from "../protocol/wire";

export interface Spot {
  x: number;
  y: number;
  /** Still on the way. */
  moving: boolean;
}

/** The position at a moment of the server's clock; at its path's end one stays. */
export function spotAt(stroll: Stroll, now: number): Spot {
  let left = (Math.max(0, now - stroll.at) / 1000) * stroll.speed;
  const [first, ...rest] = stroll.path;
  let from: Point = first ?? { x: 500, y: 500 };
  for (const to of rest) {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (left < length) {
      const share = left / length;
      return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, moving: true };
    }
    left -= length;
    from = to;
  }
  return { x: from.x, y: from.y, moving: false };
}

/** A point of the plan: whole thousandths inside it. */
export function onPlan(x: number, y: number): Point {
  const whole = (value: number) => Math.round(Math.min(1000, Math.max(0, value)));
  return { x: whole(x), y: whole(y) };
}
