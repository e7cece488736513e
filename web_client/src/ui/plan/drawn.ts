/** Where a plan's places and people are drawn on the screen. The layout decides it, so that boxes are asked for each time. */
import type { Place, Point } from "../../protocol/wire";

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

  /** Where a place is drawn; undefined where it is not. */
  floor(place: Place): DOMRect | undefined {
    return this.#root()?.querySelector(`[data-floor="${place.id}"]`)?.getBoundingClientRect();
  }
}
