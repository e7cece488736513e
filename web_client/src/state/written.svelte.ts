/** What stands in a box of the page that sends no letter: kept for the tab until it is sent, and gone with the session. */
import type { Box } from "./keepsake";
import type { Session } from "./session.svelte";

export class Written {
  readonly #session: Session;
  readonly #name: Box;
  #text = $state("");

  constructor(session: Session, name: Box) {
    this.#session = session;
    this.#name = name;
    this.#text = session.keepsake.written(name);
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#session.keepsake.write(this.#name, text);
  }
}
