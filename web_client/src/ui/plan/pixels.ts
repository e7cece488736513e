/** Points of the plan as pixels and back; only walks need it, and it is fetched with them. */
import type { Place, Point } from "../../protocol/wire";
import { onPlan } from "../../state/strolls";
import type { Drawn } from "./drawn";

/** Walkers stay so far inside their place's floor. */
const AIR = 26;

function share(value: number, size: number): number {
  return size <= 0 ? 0.5 : Math.min(1, Math.max(0, value / size));
}

/** Where a point of the plan is drawn for somebody of that place: always inside it. Null where the place is not drawn. */
export function toPixels(drawn: Drawn, place: Place, point: Point): Point | null {
  const box = drawn.floor(place);
  if (box === undefined) return null;
  const { x, y, w, h } = place.area;
  return {
    x: box.x + AIR + share(point.x - x, w) * (box.width - 2 * AIR),
    y: box.y + AIR + share(point.y - y, h) * (box.height - 2 * AIR),
  };
}

/** Which point of the plan is drawn there; null outside that place. */
export function toPlan(drawn: Drawn, place: Place, pixel: Point): Point | null {
  const box = drawn.floor(place);
  if (box === undefined || pixel.x < box.x || pixel.x > box.right || pixel.y < box.y || pixel.y > box.bottom) return null;
  const { x, y, w, h } = place.area;
  return onPlan(
    x + share(pixel.x - box.x - AIR, box.width - 2 * AIR) * w,
    y + share(pixel.y - box.y - AIR, box.height - 2 * AIR) * h,
  );
}
