/**
 * Who is there to ask, who speaks, whose turn it is and who reacts, in words; and the same said to a screen reader. To be made while a
 * component is: its effects end with it.
 */
import { words, type PageWords } from "../../i18n/words.svelte";
import type { ReactionKind, View } from "../../protocol/wire";
import { REACTION_MS, type Room } from "../../state/room.svelte";
import type { App } from "../../ui/app.svelte";
import { personName } from "../../ui/plan/names";
import { KINDS } from "../../ui/plan/reactions";
import { howNow } from "./ask";
import type { RoomWords } from "./words/ja";

/** Reactions fade without anything happening in the room. */
const BEAT_MS = 1000;
const GREETED_MS = 15_000;

function nameOf(view: View, id: string): string[] {
  const person = view.people[id];
  return person === undefined ? [] : [personName(words.t, view, person)];
}

export class Told {
  readonly #app: App;
  readonly #room: Room;
  #greeting = $state("");
  #now = $state(0);
  #begun = -1;
  /** Fetched with the first reaction. */
  #words = $state.raw<PageWords<RoomWords> | null>(null);

  readonly speakers = $derived.by((): string[] => {
    const { view, speaking } = this.#room;
    return view === null ? [] : speaking.flatMap((id) => nameOf(view, id));
  });
  /** Empty when nobody has the turn. */
  readonly turn = $derived.by((): string => {
    const { view } = this.#room;
    return view === null || view.turn === null ? "" : (nameOf(view, view.turn)[0] ?? "");
  });
  /** The turn as it is said aloud; empty when nobody has it, or oneself. Derived, so that other views do not say it again. */
  readonly #turnSaid = $derived.by((): string =>
    this.turn === "" || this.#room.myTurn ? "" : words.t.room.turnOf(this.turn),
  );
  /** A sentence for each kind of reaction that somebody shows at this moment. */
  readonly reacting = $derived.by((): string[] => {
    const counts = new Map<ReactionKind, number>();
    for (const { reaction } of Object.values(this.#room.view?.people ?? {})) {
      if (reaction === null || this.#now - reaction.at > REACTION_MS) continue;
      counts.set(reaction.kind, (counts.get(reaction.kind) ?? 0) + 1);
    }
    if (counts.size > 0 && this.#words === null) void howNow().then(({ roomWords }) => (this.#words = roomWords));
    return KINDS.flatMap((kind) => {
      const count = counts.get(kind);
      return count === undefined || this.#words === null ? [] : [this.#words.t.reacting[kind](count)];
    });
  });

  constructor(app: App) {
    const { room } = app.session;
    const { announcer } = app.notes;
    this.#app = app;
    this.#room = room;
    this.#now = room.now();
    $effect(() => {
      const timer = setInterval(() => (this.#now = room.now()), BEAT_MS);
      return () => {
        clearInterval(timer);
      };
    });
    $effect(() => {
      announcer.later("reactions", this.reacting.join(words.t.comma));
    });
    $effect(() => {
      if (this.#turnSaid !== "") announcer.later("turn", this.#turnSaid);
    });
    $effect(() => {
      // By when it began: a step that was moved on the sheet is the same step.
      const begun = room.view?.step_at ?? -1;
      if (this.#begun >= 0 && begun !== this.#begun) void howNow().then(({ tellStep }) => tellStep(app, true));
      this.#begun = begun;
    });
  }

  /** For a while, who of the staff is there; empty otherwise. */
  get greeting(): string {
    return this.#greeting;
  }

  async greet(): Promise<void> {
    const found = await import("./greeting").catch(() => null);
    this.#greeting = (await found?.greet(this.#app)) ?? "";
    if (this.#greeting !== "") this.#app.notes.announcer.later("greeting", this.#greeting);
    this.#app.clock.after(GREETED_MS, () => (this.#greeting = ""));
  }
}
