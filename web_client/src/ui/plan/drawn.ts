/**
 * Where a plan's places and people are drawn on the screen, to turn points of the plan into pixels and back. The layout decides
 * where a place's floor is, so that its box is asked for each time.
 */
import type { Place, Point } from "../../protocol/wire";
import { onPlan } from "../../state/strolls";

/** Walkers stay so far inside their place's floor. */
const AIR = 26;

function share(value: number, size: number): number {
  return size <= 0 ? 0.5 : Math.min(1, Math.max(0, value / size));
}

export class Drawn {
  readonly #root: () => HTMLElement | undefined;

  constructor(root: () => HTMLElement | undefined) {
    this.#root = root;
  }

  /** What can be reached by arrows, in the order of the list: places by their signs, and people. */
  targets(): HTMLElement[] {
    const all = this.#root()?.querySelectorAll<HTMLElement>("[data-key]") ?? [];
    return [...all].filter((button) => button.offsetParent !== null);
  }

  target(key: string): HTMLElement | undefined {
    return this.targets().find((button) => button.dataset.key === key);
  }

  /** The middle of somebody's face while they sit, and null where they are not drawn. */
  home(key: string): Point | null {
    const cell = this.target(key)?.closest("li");
    const face = Number(cell?.dataset.face);
    if (!cell || Number.isNaN(face)) return null;
    const { x, y, width } = cell.getBoundingClientRect();
    return { x: x + width / 2, y: y + face / 2 };
  }

  #floor(place: Place): DOMRect | undefined {
    return this.#root()?.querySelector(`[data-floor="${place.id}"]`)?.getBoundingClientRect();
  }

  /** Where a point of the plan is drawn for somebody of that place: always inside it. Null where the place is not drawn. */
  toPixels(place: Place, point: Point): Point | null {
    const box = this.#floor(place);
    if (box === undefined) return null;
    const { x, y, w, h } = place.area;
    return {
      x: box.x + AIR + share(point.x - x, w) * (box.width - 2 * AIR),
      y: box.y + AIR + share(point.y - y, h) * (box.height - 2 * AIR),
    };
  }

  /** Which point of the plan is drawn there; null outside that place. */
  toPlan(place: Place, pixel: Point): Point | null {
    const box = this.#floor(place);
    if (box === undefined || pixel.x < box.x || pixel.x > box.right || pixel.y < box.y || pixel.y > box.bottom) return null;
    const { x, y, w, h } = place.area;
    return onPlan(
      x + share(pixel.x - box.x - AIR, box.width - 2 * AIR) * w,
      y + share(pixel.y - box.y - AIR, box.height - 2 * AIR) * h,
    );
  }
}
