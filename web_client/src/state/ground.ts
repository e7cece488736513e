/** Where somebody who walks may go, and when they sit again: asked only where walks are drawn, which comes after the first load. */
import type { Place, Point, Stroll } from "../protocol/wire";

/** Who has stood so long where a walk ended sits in their own place again. */
const HOME_MS = 90_000;

function lengthOf({ path }: Stroll): number {
  return path.slice(1).reduce((sum, to, index) => {
    const from = path[index] ?? to;
    return sum + Math.hypot(to.x - from.x, to.y - from.y);
  }, 0);
}

/** Which part of the way lies behind, from 0 to 1. */
export function walked(stroll: Stroll, now: number): number {
  const length = lengthOf(stroll);
  return length === 0 ? 1 : Math.min(1, ((Math.max(0, now - stroll.at) / 1000) * stroll.speed) / length);
}

/** How many ms are left until somebody is back in their seat; 0 where they are. */
export function untilHome(stroll: Stroll, now: number): number {
  return Math.max(0, stroll.at + (lengthOf(stroll) / stroll.speed) * 1000 + HOME_MS - now);
}

/** Whether a point lies in a place: one walks within one's own, since who is seen in another seems to be there. */
export function isInside({ area }: Place, { x, y }: Point): boolean {
  return x >= area.x && x <= area.x + area.w && y >= area.y && y <= area.y + area.h;
}
