/** 手元リモコンをつなぐ, at the desk: an offer, who has come by it, and the answer. Asked of the server each second while it is open. */
import type { Clock } from "../../protocol/clock";
import { remote } from "../../protocol/remote";
import type { Code, RemoteOffer } from "../../protocol/wire";

const EVERY_MS = 1000;

export class Offering {
  readonly #clock: Clock;
  readonly #token: () => string;
  /** What is shown; null where nothing is offered. */
  offer = $state.raw<RemoteOffer | null>(null);
  problem = $state.raw<Code | "lost" | null>(null);
  #turn = 0;

  constructor(clock: Clock, token: () => string) {
    this.#clock = clock;
    this.#token = token;
  }

  async begin(): Promise<void> {
    const turn = ++this.#turn;
    this.problem = null;
    this.offer = null;
    const told = await remote.offer({ token: this.#token() });
    if (turn !== this.#turn) return;
    if (told.ok) {
      this.offer = told.answer;
      this.#watch(turn);
    } else this.problem = told.code;
  }

  /** はい or いいえ to the telephone of the number that stands there. Answers why it did not come to that; null where it did. */
  async answer(yes: boolean): Promise<Code | "lost" | null> {
    const number = this.offer?.number ?? "";
    const told = await remote.answer({ token: this.#token(), number, yes });
    if (told.ok) this.#over();
    else this.#failed(told.code);
    return told.ok ? null : told.code;
  }

  /** Nothing is offered any more. */
  end(): void {
    if (this.offer !== null) void remote.withdraw({ token: this.#token() });
    this.#over();
  }

  #over(): void {
    this.#turn += 1;
    this.offer = null;
    this.problem = null;
  }

  #failed(code: Code | "lost"): void {
    // Without a network for a moment, the offer stands.
    if (code === "lost" || code === "overloaded") return;
    this.#turn += 1;
    this.offer = null;
    this.problem = code;
  }

  #watch(turn: number): void {
    this.#clock.after(EVERY_MS, () => {
      if (turn !== this.#turn) return;
      void remote.look({ token: this.#token() }).then((told) => {
        if (turn !== this.#turn || this.offer === null) return;
        if (told.ok) this.offer = { ...this.offer, number: told.answer.number ?? "", until: told.answer.until };
        else this.#failed(told.code);
        this.#watch(turn);
      });
    });
  }
}
