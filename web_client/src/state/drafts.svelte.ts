/**
 * What a person types, until it stands in the room: nothing typed is ever lost. A sent message stays here until it is
 * acknowledged, over lost connections and reloads; its id makes that saying it twice says it once. What was refused comes
 * back into the box, or waits below it with its reason.
 */
import { clientId } from "../protocol/ids";
import type { Code, Scope } from "../protocol/wire";
import type { Session } from "./session.svelte";

/** Characters as the server counts them. */
export const MOST_CHARACTERS = 500;

export interface Unsaid {
  id: string;
  text: string;
  scope: Scope;
  toHall: boolean;
  /** Why it was refused; null while it is on its way. */
  code: Code | "lost" | null;
}

interface Kept {
  text: string;
  unsaid: Unsaid[];
}

function read(text: string): Kept {
  try {
    const kept = JSON.parse(text) as Kept;
    return { text: kept.text, unsaid: kept.unsaid };
  } catch {
    return { text: "", unsaid: [] };
  }
}

export class Drafts {
  readonly #session: Session;
  #text = $state("");
  #unsaid = $state.raw<readonly Unsaid[]>([]);

  constructor(session: Session) {
    this.#session = session;
    const kept = read(session.keepsake.draft);
    this.#text = kept.text;
    this.#unsaid = kept.unsaid;
    for (const each of kept.unsaid.filter((one) => one.code === null)) void this.#send(each);
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#keep();
  }

  get unsaid(): readonly Unsaid[] {
    return this.#unsaid;
  }

  /** How many characters are too many. */
  get over(): number {
    return Math.max(0, [...this.#text.trim()].length - MOST_CHARACTERS);
  }

  /** Send what is in the box and empty it. Answers the refusal, or null. */
  async say(scope: Scope, toHall: boolean): Promise<Code | "lost" | null> {
    const text = this.#text.trim();
    if (text === "" || this.over > 0) return null;
    this.#text = "";
    const unsaid: Unsaid = { id: clientId(), text, scope, toHall, code: null };
    this.#unsaid = [...this.#unsaid, unsaid];
    this.#keep();
    return this.#send(unsaid);
  }

  /** Try a refused one once more. */
  again(id: string): void {
    const unsaid = this.#unsaid.find((each) => each.id === id);
    if (unsaid === undefined) return;
    this.#mark(id, null);
    void this.#send(unsaid);
  }

  drop(id: string): void {
    this.#unsaid = this.#unsaid.filter((each) => each.id !== id);
    this.#keep();
  }

  async #send(unsaid: Unsaid): Promise<Code | "lost" | null> {
    const { id, text, scope, toHall } = unsaid;
    const answer = await this.#session.ask({ type: "say", id, text, scope, to_hall: toHall });
    if (answer.ok) {
      this.drop(id);
      return null;
    }
    if (answer.code === "lost") return "lost";
    if (this.#text === "") {
      this.drop(id);
      this.text = text;
    } else {
      this.#mark(id, answer.code);
    }
    return answer.code;
  }

  #mark(id: string, code: Code | null): void {
    this.#unsaid = this.#unsaid.map((each) => (each.id === id ? { ...each, code } : each));
    this.#keep();
  }

  #keep(): void {
    const nothing = this.#text === "" && this.#unsaid.length === 0;
    this.#session.keepsake.draft = nothing ? "" : JSON.stringify({ text: this.#text, unsaid: this.#unsaid });
  }
}
