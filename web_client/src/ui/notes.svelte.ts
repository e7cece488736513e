/** Notes that a page shows for a while, and says to a screen reader. */
import type { Clock } from "../protocol/clock";
import { Announcer } from "../state/announcer";

export interface Note {
  id: number;
  text: string;
  /** What it is about, where a newer one of the same makes it untrue. */
  about?: string;
  /** Takes back what was done. A note that has it stays until it is put away. */
  undo?: () => Promise<unknown>;
}

/** What is shown: by itself; with what takes it back, which the ear must hear of; or instead of what was said about the same. */
export type Told =
  | { text: string }
  | { text: string; undo: () => Promise<unknown>; said: string }
  | { text: string; about: string };

interface Manner {
  /** How long one stays, in milliseconds. */
  staysMs: number;
  /** How many at a time; the oldest goes first. */
  most: number;
}

export class Notes {
  readonly #clock: Clock;
  readonly #manner: Manner;
  readonly announcer: Announcer;
  #next = 1;
  #all = $state.raw<readonly Note[]>([]);
  #said = $state("");

  constructor(clock: Clock, manner: Manner = { staysMs: 12_000, most: 2 }) {
    this.#clock = clock;
    this.#manner = manner;
    this.announcer = new Announcer(clock, (sentence) => {
      // The same sentence twice is said twice.
      this.#said = sentence === this.#said ? `${sentence}\u00a0` : sentence;
    });
  }

  get all(): readonly Note[] {
    return this.#all;
  }

  /** What the live region holds. */
  get said(): string {
    return this.#said;
  }

  /** Show and say it at once. */
  show(told: string | Told): void {
    const { text, ...more }: Told = typeof told === "string" ? { text: told } : told;
    const about = "about" in more ? more.about : undefined;
    const id = this.#next++;
    const others = this.#all.filter((note) => note.text !== text && (about === undefined || note.about !== about));
    const undoes = "undo" in more;
    this.#all = [...others, { id, text, ...more }].slice(-this.#manner.most);
    this.announcer.now(undoes ? more.said : text);
    if (undoes) return;
    this.#clock.after(this.#manner.staysMs, () => {
      this.away(id);
    });
  }

  clear(): void {
    this.#all = [];
  }

  away(id: number): void {
    this.#all = this.#all.filter((note) => note.id !== id);
  }

  /** What a note tells of may no longer be taken back. */
  forgetUndo(): void {
    this.#all = this.#all.filter((note) => note.undo === undefined);
  }

  async undo(note: Note): Promise<void> {
    this.away(note.id);
    await note.undo?.();
  }
}
