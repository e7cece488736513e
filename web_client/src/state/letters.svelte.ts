/**
 * A box whose words go out as one command, and stay in it until they are acknowledged: over a lost connection, a closed sheet and a
 * reload. Its id makes that sending it twice says it once; words that were changed meanwhile are another letter, and stay.
 */
import { clientId } from "../protocol/ids";
import type { ClientCommand, Code } from "../protocol/wire";
import type { Box } from "./keepsake";
import type { Session } from "./session.svelte";

interface Kept {
  text: string;
  /** Whom it is about or to: a person's id, or empty. */
  whom: string;
  /** Of what is on its way. */
  id: string | null;
}

const EMPTY: Kept = { text: "", whom: "", id: null };

function read(text: string): Kept {
  try {
    return { ...EMPTY, ...(JSON.parse(text) as Partial<Kept>) };
  } catch {
    return EMPTY;
  }
}

export interface LetterDeps {
  session: Session;
  /** Boxes of one page have names of their own. */
  name: Box;
  make: (id: string, text: string, whom: string) => ClientCommand;
  /** What came of it: null when it has arrived. Not called for a lost connection that may come back. */
  told: (code: Code | null) => void;
}

export class Letter {
  readonly #deps: LetterDeps;
  #kept = $state.raw<Kept>(EMPTY);
  #sending = $state(false);

  /** What was on its way when the page was loaded anew goes on by itself. */
  constructor(deps: LetterDeps) {
    this.#deps = deps;
    this.#kept = read(deps.session.keepsake.written(deps.name));
    if (this.#kept.id !== null) void this.#send(this.#kept.id);
  }

  get text(): string {
    return this.#kept.text;
  }

  set text(text: string) {
    if (text !== this.#kept.text) this.#keep({ text, id: null });
  }

  get whom(): string {
    return this.#kept.whom;
  }

  set whom(whom: string) {
    if (whom !== this.#kept.whom) this.#keep({ whom, id: null });
  }

  /** It is on its way, and not there yet. */
  get sending(): boolean {
    return this.#sending;
  }

  async send(): Promise<void> {
    if (this.#sending) return;
    const id = clientId();
    this.#keep({ id });
    await this.#send(id);
  }

  async #send(id: string): Promise<void> {
    const { session, make, told } = this.#deps;
    this.#sending = true;
    const answer = await session.ask(make(id, this.text.trim(), this.whom));
    this.#sending = false;
    // Lost with the whole session: what is kept is sent again where it goes on, or forgotten with the rest.
    if (!answer.ok && answer.code === "lost" && session.stage !== "live") return;
    if (answer.ok && this.#kept.id === id) this.#keep(EMPTY);
    else if (this.#kept.id === id) this.#keep({ id: null });
    if (answer.ok) told(null);
    else if (answer.code !== "lost") told(answer.code);
  }

  #keep(changes: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changes };
    const { text, whom, id } = this.#kept;
    const { session, name } = this.#deps;
    session.keepsake.write(name, text === "" && whom === "" && id === null ? "" : JSON.stringify(this.#kept));
  }
}
