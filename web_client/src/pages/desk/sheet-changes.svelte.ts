/**
 * Changes of the sheet that are one tap, one after the other: each is made of the sheet as it stands when its turn comes, so that
 * three quick taps on ＋5分 are fifteen minutes, and no change of one's own is taken for another's.
 */
import type { Code, Step } from "../../protocol/wire";
import type { Session } from "../../state/session.svelte";

type Change = (steps: readonly Step[]) => Step[];

export const same = (one: readonly Step[], other: readonly Step[]): boolean => JSON.stringify(one) === JSON.stringify(other);

export class SheetChanges {
  readonly #session: Session;
  readonly #done: (seen: number) => void;
  #waiting: Change[] = [];
  #asking = false;
  /** The sheet that was changed last: the next change waits until a newer one has come. */
  #before = -1;
  #problem = $state<Code | "lost" | null>(null);

  /** `done` is told which sheet was changed. */
  constructor(session: Session, done: (seen: number) => void) {
    this.#session = session;
    this.#done = done;
  }

  /** Why the last one was refused. */
  get problem(): Code | "lost" | null {
    return this.#problem;
  }

  want(change: Change): void {
    this.#waiting.push(change);
    void this.next();
  }

  /** To be called with each new sheet. What waits behind a refused change was meant for another sheet, and goes. */
  async next(): Promise<void> {
    const { view } = this.#session.room;
    if (this.#asking || view === null || view.sheet_rev <= this.#before) return;
    const change = this.#waiting.shift();
    if (change === undefined) return;
    const steps = change(view.steps);
    if (!same(steps, view.steps)) {
      const seen = view.sheet_rev;
      this.#asking = true;
      const answer = await this.#session.ask({ type: "change_sheet", steps, seen });
      this.#asking = false;
      this.#problem = answer.ok ? null : answer.code;
      if (answer.ok) {
        this.#before = seen;
        this.#done(seen);
      } else this.#waiting = [];
    }
    void this.next();
  }
}
