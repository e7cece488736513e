/** The nickname on the way in: what somebody writes, or one that the room says is free. */
import type { Session } from "../../state/session.svelte";

export class Naming {
  name = $state("");
  /** What was refused since somebody there has it, while another name stands in its place. */
  had = $state("");
  readonly #session: Session;
  #asking: Promise<void> = Promise.resolve();

  constructor(session: Session) {
    this.#session = session;
    this.name = this.#written;
    if (this.name === "") this.#asking = this.#suggest();
  }

  /** Whether `had` was somebody's own word and no suggestion. */
  get own(): boolean {
    return this.had !== "" && this.had === this.#written;
  }

  typed(): void {
    this.#session.keepsake.write("nickname", this.name);
  }

  /** The name to come in with, once a suggestion that is on its way has come. */
  async ready(): Promise<string> {
    await this.#asking;
    return this.name;
  }

  /** Somebody there has this name: another one takes its place, and one's own word is kept. */
  async taken(): Promise<void> {
    const refused = this.name;
    this.#asking = this.#suggest();
    await this.#asking;
    this.had = this.name === refused ? "" : refused;
  }

  /** Back to one's own word, to change it a little. */
  restore(): void {
    this.name = this.had;
    this.had = "";
  }

  get #written(): string {
    return this.#session.keepsake.written("nickname");
  }

  async #suggest(): Promise<void> {
    const before = this.name;
    const answer = await this.#session.ask({ type: "suggest_nickname" });
    // What was written meanwhile goes before a suggestion.
    if (answer.ok && answer.nickname !== null && this.name === before) this.name = answer.nickname;
  }
}
