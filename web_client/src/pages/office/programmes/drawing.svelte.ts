/**
 * A row of a list that is drawn to another place by its grip. Nothing is moved before it is let go: the row would leave the
 * document for a moment, and lose the pointer that holds it.
 */

/** So near to the edge of the window (px) the page goes on by itself, by so much with each move. */
const EDGE = 70;
const BY = 14;

export class Drawing {
  /** Which row is held; -1 is none. */
  from = $state(-1);
  /** Where it would stand. */
  to = $state(-1);
  /** How far it was drawn, in pixels down the page. */
  by = $state(0);
  #begun = 0;
  #middles: number[] = [];
  readonly #moved: (from: number, to: number) => void;

  constructor(moved: (from: number, to: number) => void) {
    this.#moved = moved;
  }

  /** By its main button, or a finger. `list` holds the rows. */
  take(event: PointerEvent & { currentTarget: HTMLElement }, index: number, list: HTMLElement | undefined): void {
    if (event.button !== 0 || list === undefined) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const rows = [...list.querySelectorAll("[data-step]")].map((each) => each.getBoundingClientRect());
    this.#middles = rows.map((each) => each.top + each.height / 2 + scrollY);
    this.#begun = event.clientY + scrollY;
    [this.from, this.to, this.by] = [index, index, 0];
  }

  draw(event: PointerEvent): void {
    if (this.from < 0) return;
    if (event.clientY < EDGE) scrollBy(0, -BY);
    else if (event.clientY > innerHeight - EDGE) scrollBy(0, BY);
    this.by = event.clientY + scrollY - this.#begun;
    const middle = (this.#middles[this.from] ?? 0) + this.by;
    this.to = this.#middles.filter((each, at) => at !== this.from && each < middle).length;
  }

  drop(): void {
    const { from, to } = this;
    this.letBe();
    if (from >= 0 && from !== to) this.#moved(from, to);
  }

  /** It stays where it was. */
  letBe(): void {
    [this.from, this.to, this.by] = [-1, -1, 0];
  }

  lineAbove(index: number): boolean {
    return this.from >= 0 && this.to < this.from && this.to === index;
  }

  lineBelow(index: number): boolean {
    return this.from >= 0 && this.to > this.from && this.to === index;
  }
}
