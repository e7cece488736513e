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

  /**
   * Show and say it at once. `said` where the ear must hear more than the eye reads; `about` takes away what was shown
   * about the same before.
   */
  show(text: string, undo?: Note["undo"], said = text, about?: string): void {
    const id = this.#next++;
    const others = this.#all.filter((note) => note.text !== text && (about === undefined || note.about !== about));
    const note: Note = { id, text, ...(about !== undefined && { about }), ...(undo !== undefined && { undo }) };
    this.#all = [...others, note].slice(-this.#manner.most);
    this.announcer.now(said);
    if (undo !== undefined) return;
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
