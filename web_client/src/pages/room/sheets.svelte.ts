/** The sheets over the room: one at a time, so that opening one puts the other away. */
import type { Shown } from "../../protocol/wire";

const NAMES = ["talking", "staff", "concern", "settings", "menu", "reactions", "person", "place", "card", "line"] as const;
export type SheetName = (typeof NAMES)[number];

/** One sheet's `open`, to be bound: closed by Esc or its own button it says so itself. */
interface Bound {
  open: boolean;
}

export class Sheets {
  #name = $state<SheetName | null>(null);
  /** Whom the sheet of a person is about. It stays while the sheet closes. */
  #person = $state.raw<Shown | null>(null);
  /** Whom a concern is about: a person's id, or "" for the room. */
  about = $state("");
  /** Which place the sheet of a place is about. */
  place = $state("");
  readonly each: Readonly<Record<SheetName, Bound>>;

  constructor() {
    const bound = NAMES.map((name): [SheetName, Bound] => [name, this.#bound(name)]);
    this.each = Object.fromEntries(bound) as Record<SheetName, Bound>;
  }

  get person(): Shown | null {
    return this.#person;
  }

  /** Whether one is open. */
  get any(): boolean {
    return this.#name !== null;
  }

  open(name: SheetName): void {
    this.#name = name;
  }

  close(): void {
    this.#name = null;
  }

  meet(person: Shown): void {
    this.#person = person;
    this.open("person");
  }

  look(place: string): void {
    this.place = place;
    this.open("place");
  }

  /** 心配を知らせる, about somebody. Opened by its name alone, it is about whom it was about while it is half written. */
  concern(about: string): void {
    this.about = about;
    this.open("concern");
  }

  #bound(name: SheetName): Bound {
    const isOpen = () => this.#name === name;
    const set = (open: boolean) => {
      if (open) this.open(name);
      else if (isOpen()) this.close();
    };
    return {
      get open() {
        return isOpen();
      },
      set open(open: boolean) {
        set(open);
      },
    };
  }
}
