/**
 * From a QR code to a remote, on the telephone: it claims what the desk offers, shows the number that the desk shows, and waits
 * for はい there. What it gets then is its own token.
 */
import type { Clock } from "../../protocol/clock";
import { remote } from "../../protocol/remote";
import type { Code } from "../../protocol/wire";

const EVERY_MS = 1000;

export class Claiming {
  readonly #clock: Clock;
  readonly #yes: (token: string) => void;
  #number = $state("");
  #problem = $state.raw<Code | "lost" | null>(null);

  /** `yes` is called with the token. */
  constructor(clock: Clock, yes: (token: string) => void) {
    this.#clock = clock;
    this.#yes = yes;
  }

  /** Empty until the offer is claimed. */
  get number(): string {
    return this.#number;
  }

  get problem(): Code | "lost" | null {
    return this.#problem;
  }

  async claim(offer: string, device: string): Promise<void> {
    this.#problem = null;
    const told = await remote.claim({ offer, device });
    if (!told.ok) {
      this.#problem = told.code;
      return;
    }
    this.#number = told.answer.number;
    await this.#wait(told.answer.claim);
  }

  /** A moment without a network is no answer. */
  async #wait(claim: string): Promise<void> {
    for (;;) {
      await new Promise<void>((go) => { this.#clock.after(EVERY_MS, go); });
      const told = await remote.wait({ claim });
      if (told.ok && told.answer.token !== null) {
        this.#yes(told.answer.token);
        return;
      }
      if (!told.ok && told.code !== "lost" && told.code !== "overloaded") {
        this.#problem = told.code;
        return;
      }
    }
  }
}
