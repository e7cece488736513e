/**
 * Where a plan's places and seats are drawn on the screen, to turn points of the plan into pixels and back. CSS decides
 * where a place stands, so that its box is asked for each time.
 */
import type { Place, Point } from "../../protocol/wire";
import { onPlan } from "../../state/strolls";

/** Half of an avatar: walkers stay so far inside a place's box. */
export const HALF = 22;

/** How far a point of the plan is from a place; 0 inside it. */
function distance(place: Place, point: Point): number {
  const { x, y, w, h } = place.area;
  return Math.hypot(Math.max(x - point.x, 0, point.x - x - w), Math.max(y - point.y, 0, point.y - y - h));
}

function share(value: number, size: number): number {
  return Math.min(1, Math.max(0, value / size));
}

export class Drawn {
  readonly #root: () => HTMLElement | undefined;

  constructor(root: () => HTMLElement | undefined) {
    this.#root = root;
  }

  /** The seats that can be seen, in the order of the list. */
  seats(): HTMLElement[] {
    const all = this.#root()?.querySelectorAll<HTMLElement>("[data-key]") ?? [];
    return [...all].filter((button) => button.offsetParent !== null);
  }

  seat(key: string): HTMLElement | undefined {
    return this.seats().find((button) => button.dataset.key === key);
  }

  heading(place: string): HTMLElement | null {
    return this.#root()?.querySelector<HTMLElement>(`[data-place="${place}"] h3`) ?? null;
  }

  #box(place: Place): DOMRect | undefined {
    return this.#root()?.querySelector(`[data-place="${place.id}"]`)?.getBoundingClientRect();
  }

  /** Where a point of the plan is drawn: in the nearest place, if it is in none. Null while nothing is drawn. */
  toPixels(places: readonly Place[], point: Point): Point | null {
    const nearest = [...places].sort((a, b) => distance(a, point) - distance(b, point))[0];
    const box = nearest === undefined ? undefined : this.#box(nearest);
    if (nearest === undefined || box === undefined) return null;
    const { x, y, w, h } = nearest.area;
    return {
      x: box.x + HALF + share(point.x - x, w) * (box.width - 2 * HALF),
      y: box.y + HALF + share(point.y - y, h) * (box.height - 2 * HALF),
    };
  }

  /** Which point of the plan is drawn there; null outside all places. */
  toPlan(places: readonly Place[], pixel: Point): Point | null {
    for (const place of places) {
      const box = this.#box(place);
      if (box === undefined || pixel.x < box.x || pixel.x > box.right || pixel.y < box.y || pixel.y > box.bottom) continue;
      const { x, y, w, h } = place.area;
      return onPlan(
        x + share(pixel.x - box.x - HALF, box.width - 2 * HALF) * w,
        y + share(pixel.y - box.y - HALF, box.height - 2 * HALF) * h,
      );
    }
    return null;
  }
}
