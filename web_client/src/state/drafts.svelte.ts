/**
 * What a person types, until it stands in the room: nothing typed is ever lost. A sent message stays here until it is
 * acknowledged, over lost connections and reloads; its id makes that saying it twice says it once. What was refused comes
 * back into the box, or waits below it with its reason.
 */
import { clientId } from "../protocol/ids";
import type { Code, Scope } from "../protocol/wire";
import { fits, MESSAGE } from "./counting";
import type { Session } from "./session.svelte";

/** Refused because its writer is elsewhere now than where it was written for. */
export function elsewhere(code: Code | "lost" | null): boolean {
  return code === "place_changed" || code === "place_not_for_you";
}

export interface Unsaid {
  id: string;
  text: string;
  scope: Scope;
  toHall: boolean;
  /** The zone it was written for. */
  zone: string | null;
  /** Why it was refused; null while it is on its way. */
  code: Code | "lost" | null;
}

/** Where what is in the box was begun, or its scope last chosen. */
export interface Begun {
  zone: string;
  /** It was written for those of a private place alone, or came back as written for another place. */
  private: boolean;
}

interface Kept {
  text: string;
  wanted: Scope;
  toHall: boolean;
  begun: Begun | null;
  unsaid: Unsaid[];
}

function read(text: string): Kept {
  try {
    const kept = JSON.parse(text) as Kept;
    return { text: kept.text, wanted: kept.wanted ?? "room", toHall: kept.toHall ?? true, begun: kept.begun ?? null, unsaid: kept.unsaid };
  } catch {
    return { text: "", wanted: "room", toHall: true, begun: null, unsaid: [] };
  }
}

export class Drafts {
  readonly #session: Session;
  #text = $state("");
  #begun = $state.raw<Begun | null>(null);
  #wanted = $state<Scope>("room");
  #toHall = $state(true);
  #unsaid = $state.raw<readonly Unsaid[]>([]);

  constructor(session: Session) {
    this.#session = session;
    const kept = read(session.keepsake.draft);
    this.#text = kept.text;
    this.#begun = kept.begun;
    this.#wanted = kept.wanted;
    this.#toHall = kept.toHall;
    this.#unsaid = kept.unsaid;
    for (const each of kept.unsaid.filter((one) => one.code === null)) void this.#send(each);
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    if (text.trim() === "") this.#begun = null;
    this.#text = text;
    if (this.#begun === null && text.trim() !== "") this.#begin();
    else this.#keep();
  }

  /** Who shall see it, as last chosen. */
  get wanted(): Scope {
    return this.#wanted;
  }

  /** Whether the hall's screen may show it, as last chosen: what is meant to stay out of the hall stays so over a reload. */
  get toHall(): boolean {
    return this.#toHall;
  }

  set toHall(shown: boolean) {
    this.#toHall = shown;
    this.#keep();
  }

  /** Begun for a few, and its writer is elsewhere now: it waits until they have said who shall see it. */
  get held(): boolean {
    const zone = this.#session.room.view?.zone;
    if (this.#begun === null || zone === undefined || this.#begun.zone === zone) return false;
    return this.#begun.private || this.#wanted !== "room";
  }

  /** Choose who shall see it, where one is now. */
  choose(scope: Scope): void {
    this.#wanted = scope;
    if (this.#text.trim() !== "") this.#begin();
    else this.#keep();
  }

  /** What is in the box is written for where one is now. */
  #begin(): void {
    const { view, myPlace } = this.#session.room;
    this.#begun = view === null ? null : { zone: view.zone, private: myPlace?.private === true };
    this.#keep();
  }

  get unsaid(): readonly Unsaid[] {
    return this.#unsaid;
  }

  /** Send what is in the box and empty it. Answers the refusal, or null. */
  async say(scope: Scope, toHall: boolean): Promise<Code | "lost" | null> {
    const text = this.#text.trim();
    if (text === "" || !fits(text, MESSAGE)) return null;
    const zone = this.#begun?.zone ?? this.#session.room.view?.zone ?? null;
    this.#text = "";
    this.#begun = null;
    const unsaid: Unsaid = { id: clientId(), text, scope, toHall, zone, code: null };
    this.#unsaid = [...this.#unsaid, unsaid];
    this.#keep();
    return this.#send(unsaid);
  }

  /** Try a refused one once more. What was written for another place goes to those of this one alone. */
  again(id: string): void {
    const refused = this.#unsaid.find((each) => each.id === id);
    if (refused === undefined) return;
    const { view, myPlace } = this.#session.room;
    const scope: Scope = myPlace?.private === true ? "booth" : "place";
    const here = elsewhere(refused.code) ? { zone: view?.zone ?? null, scope, toHall: false } : {};
    const unsaid: Unsaid = { ...refused, ...here, code: null };
    this.#unsaid = this.#unsaid.map((each) => (each.id === id ? unsaid : each));
    this.#keep();
    void this.#send(unsaid);
  }

  drop(id: string): void {
    this.#unsaid = this.#unsaid.filter((each) => each.id !== id);
    this.#keep();
  }

  async #send(unsaid: Unsaid): Promise<Code | "lost" | null> {
    const { id, text, scope, toHall, zone } = unsaid;
    const answer = await this.#session.ask({ type: "say", id, text, scope, to_hall: toHall, zone });
    if (answer.ok) {
      this.drop(id);
      return null;
    }
    if (answer.code === "lost") {
      // Given up while the rest goes on: to be tried once more or dropped, and not to hang there.
      if (this.#session.stage === "live") this.#mark(id, "lost");
      return "lost";
    }
    if (this.#text === "") {
      this.drop(id);
      this.text = text;
      if (elsewhere(answer.code) && zone !== null) {
        this.#begun = { zone, private: true };
        this.#keep();
      }
    } else {
      this.#mark(id, answer.code);
    }
    return answer.code;
  }

  #mark(id: string, code: Code | "lost"): void {
    this.#unsaid = this.#unsaid.map((each) => (each.id === id ? { ...each, code } : each));
    this.#keep();
  }

  #keep(): void {
    // Who shall see what is written next is kept also while nothing is written: a reload must not tell more people.
    const nothing = this.#text === "" && this.#unsaid.length === 0 && this.#wanted === "room" && this.#toHall;
    const kept: Kept = { text: this.#text, wanted: this.#wanted, toHall: this.#toHall, begun: this.#begun, unsaid: [...this.#unsaid] };
    this.#session.keepsake.draft = nothing ? "" : JSON.stringify(kept);
  }
}
