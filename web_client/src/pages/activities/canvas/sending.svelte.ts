/**
 * What one has drawn, on its way: a line is there at once for whoever drew it, and goes to the others with the next few. Nobody
 * sends more often than each three and a half seconds: where thirty draw, everybody is told some nine times a second.
 */
import { randomId } from "../../../protocol/ids";
import type { Code } from "../../../protocol/wire";
import { AT_ONCE, type Mark, type Marks } from "./canvas";

export const PACE_MS = 3500;

type Sent = { ok: true } | { ok: false; code: Code | "lost" };

export class Sending {
  /** Drawn and not yet acknowledged, by id, in the order of drawing. */
  waiting = $state.raw<Marks>({});
  readonly #send: (marks: Record<string, Mark>) => Promise<Sent>;
  readonly #refused: (code: Code | "lost") => void;
  #flying: readonly string[] = [];
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #answered: Promise<void> = Promise.resolve();

  constructor(send: (marks: Record<string, Mark>) => Promise<Sent>, refused: (code: Code | "lost") => void) {
    this.#send = send;
    this.#refused = refused;
  }

  add(mark: Mark): void {
    // Begins with a letter: an object keeps its keys in order only where they are no numbers.
    this.waiting = { ...this.waiting, [`m${randomId(11)}`]: mark };
    this.#soon();
  }

  /** Take back the last of those that have not gone. False where there is none; what flies is waited for. */
  async takeBack(): Promise<boolean> {
    const last = Object.keys(this.waiting).at(-1);
    if (last === undefined) return false;
    if (this.#flying.includes(last)) {
      await this.#answered;
      return false;
    }
    this.#without([last]);
    return true;
  }

  /** The page goes: what was drawn goes now. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (let marks = this.#due(); Object.keys(marks).length > 0; marks = this.#due()) {
      this.#without(Object.keys(marks));
      void this.#send(marks);
    }
  }

  #due(): Record<string, Mark> {
    return Object.fromEntries(Object.entries(this.waiting).filter(([id]) => !this.#flying.includes(id)).slice(0, AT_ONCE));
  }

  #soon(): void {
    if (this.#timer !== null || this.#flying.length > 0 || Object.keys(this.waiting).length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#answered = this.#go();
    }, Math.max(0, this.#next - performance.now()));
  }

  async #go(): Promise<void> {
    const marks = this.#due();
    this.#flying = Object.keys(marks);
    this.#next = performance.now() + PACE_MS;
    const answer = await this.#send(marks);
    this.#without(this.#flying);
    this.#flying = [];
    if (!answer.ok) this.#refused(answer.code);
    this.#soon();
  }

  #without(ids: readonly string[]): void {
    this.waiting = Object.fromEntries(Object.entries(this.waiting).filter(([id]) => !ids.includes(id)));
  }
}
