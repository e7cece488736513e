/**
 * One voice for the page: what concerns oneself is said at once, the rest is merged and comes at most every 3 s, so that a
 * lively room does not bury a person under sentences.
 */
import type { Clock } from "../protocol/clock";

export const PAUSE_MS = 3000;

export class Announcer {
  readonly #clock: Clock;
  readonly #say: (sentence: string) => void;
  /** By subject: a newer sentence takes the place of an older one. */
  #waiting = new Map<string, string>();
  #lastAt = -Infinity;
  #planned = false;

  constructor(clock: Clock, say: (sentence: string) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  /** One's own action, or being addressed. */
  now(sentence: string): void {
    this.#lastAt = this.#clock.now();
    this.#say(sentence);
  }

  /** Something about the room; an empty sentence takes the subject back. */
  later(subject: string, sentence: string): void {
    this.#waiting.delete(subject);
    if (sentence !== "") this.#waiting.set(subject, sentence);
    this.#plan();
  }

  #plan(): void {
    if (this.#planned || this.#waiting.size === 0) return;
    this.#planned = true;
    const wait = Math.max(0, this.#lastAt + PAUSE_MS - this.#clock.now());
    this.#clock.after(wait, () => {
      this.#planned = false;
      if (this.#clock.now() - this.#lastAt < PAUSE_MS) {
        this.#plan();
        return;
      }
      const sentence = [...this.#waiting.values()].join(" ");
      this.#waiting.clear();
      if (sentence === "") return;
      this.#lastAt = this.#clock.now();
      this.#say(sentence);
    });
  }
}
