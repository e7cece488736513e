/**
 * The keys of a plan: it is one tab stop; arrows go by what the eye sees, Home and End to the first and the last. Focus
 * never moves by itself, but when what had it is gone it goes on to the sign of its place.
 */
import { tick } from "svelte";
import { isArrow, nextTarget, type Target } from "../../state/geometry";
import { personKey, placeKey } from "../../state/plan";
import type { Drawn } from "./drawn";
import { keyFor } from "../typing";

export class Keys {
  readonly #drawn: Drawn;
  #chosen = $state("");
  #focused: { button: HTMLElement; key: string; place: string } | null = null;

  constructor(drawn: Drawn) {
    this.#drawn = drawn;
  }

  /** What Tab reaches: the last one chosen, else oneself, else the first. */
  stop(keys: readonly string[], me: string): string | undefined {
    if (keys.includes(this.#chosen)) return this.#chosen;
    return keys.includes(personKey(me)) ? personKey(me) : keys[0];
  }

  choose(key: string): void {
    this.#chosen = key;
  }

  focus(key: string | null | undefined): void {
    if (key === null || key === undefined) return;
    this.#chosen = key;
    void tick().then(() => this.#drawn.target(key)?.focus());
  }

  /** Go where a key says, if it is one of these keys. */
  go(event: KeyboardEvent, from: string): void {
    const key = keyFor(event);
    if (isArrow(key)) {
      event.preventDefault();
      this.focus(nextTarget(this.#targets(), from, key));
    } else if (key === "Home" || key === "End") {
      event.preventDefault();
      const all = this.#targets();
      this.focus((key === "Home" ? all[0] : all.at(-1))?.key);
    }
  }

  focusin = (event: FocusEvent): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-key]");
    const place = button?.closest<HTMLElement>("[data-place]")?.dataset.place;
    if (button?.dataset.key === undefined || place === undefined) return;
    this.#focused = { button, key: button.dataset.key, place };
    this.#chosen = button.dataset.key;
  };

  focusout = (event: FocusEvent): void => {
    if (event.relatedTarget !== null) this.#focused = null;
  };

  /** To be called when people have changed, with the keys that are there now. Where one goes, its sign is drawn elsewhere anew. */
  follow(keys: readonly string[]): void {
    const gone = this.#focused;
    if (gone === null || gone.button.isConnected || document.activeElement !== document.body) return;
    this.#focused = null;
    this.focus([gone.key, placeKey(gone.place)].find((key) => keys.includes(key)) ?? keys[0]);
  }

  #targets(): Target[] {
    return this.#drawn.targets().map((button) => {
      const box = button.getBoundingClientRect();
      return { key: button.dataset.key ?? "", x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
  }
}
