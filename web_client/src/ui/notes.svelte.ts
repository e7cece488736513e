/** Notes that a page shows for a while, and says to a screen reader. */
import type { Clock } from "../protocol/clock";
import { Announcer } from "../state/announcer";

export interface Note {
  id: number;
  text: string;
}

const STAYS_MS = 12_000;
const MOST = 2;

export class Notes {
  readonly #clock: Clock;
  readonly announcer: Announcer;
  #next = 1;
  #all = $state.raw<readonly Note[]>([]);
  #said = $state("");

  constructor(clock: Clock) {
    this.#clock = clock;
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
  show(text: string): void {
    const id = this.#next++;
    const others = this.#all.filter((note) => note.text !== text);
    this.#all = [...others, { id, text }].slice(-MOST);
    this.announcer.now(text);
    this.#clock.after(STAYS_MS, () => {
      this.away(id);
    });
  }

  clear(): void {
    this.#all = [];
  }

  away(id: number): void {
    this.#all = this.#all.filter((note) => note.id !== id);
  }
}
