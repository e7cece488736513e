/**
 * What every page stands on: the session, the preferences as attributes of the document, notes, and the moments when a
 * browser wakes. Made once by main.ts; a page gets it as its only property.
 */
import { hourHeld } from "../i18n/dates";
import { words } from "../i18n/words.svelte";
import { realClock, type Clock } from "../protocol/clock";
import { laterTransport } from "../protocol/later";
import { lightAt } from "../state/hour";
import { Keepsake, type Door, type Store } from "../state/keepsake";
import { Preferences } from "../state/preferences.svelte";
import { Session, type SessionDeps } from "../state/session.svelte";
import { missed } from "./fetched";
import { Notes } from "./notes.svelte";

/** A browser that forbids storage still has one until it reloads. */
function storeOf(find: () => Storage): Store {
  try {
    return find();
  } catch {
    const kept = new Map<string, string>();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}

export class App {
  readonly session: Session;
  readonly preferences: Preferences;
  readonly notes: Notes;
  readonly clock: Clock;

  /** `page` is "r", "f" or "s": links of different roles are kept apart. `ports` are what a test puts in another's place. */
  constructor(page: string, ports: Partial<Pick<SessionDeps, "clock" | "transport" | "fetcher">> = {}) {
    this.clock = ports.clock ?? realClock;
    const keepsake = new Keepsake(
      storeOf(() => localStorage),
      storeOf(() => sessionStorage),
      page,
    );
    this.notes = new Notes(this.clock);
    this.preferences = new Preferences(keepsake);
    this.session = new Session({
      clock: this.clock,
      transport: ports.transport ?? laterTransport(missed),
      fetcher: ports.fetcher ?? ((input, init) => fetch(input, init)),
      keepsake,
      chance: Math.random,
      refused: () => words.bringRefusals(),
    });
    this.#followPreferences();
    this.#followHour();
    this.#probeOnWaking();
  }

  /**
   * How one comes in: by what stands after # (then taken out of the address, where a reload will still find it), or by
   * what this tab came in with before.
   */
  door(): Door | null {
    const { keepsake } = this.session;
    const secret = decodeURIComponent(location.hash.slice(1));
    if (secret === "") return keepsake.door;
    const door = { secret };
    const before = keepsake.door;
    if (before !== null && !("secret" in before && before.secret === secret)) keepsake.live = false;
    if (keepsake.keepDoor(door)) history.replaceState(null, "", location.pathname);
    return door;
  }

  /** Whether movement is wanted at all. */
  get still(): boolean {
    return this.preferences.still || matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  #followPreferences(): void {
    $effect.root(() => {
      $effect(() => {
        const { textSize, theme, contrast, still, language } = this.preferences;
        const { dataset } = document.documentElement;
        dataset.text = textSize;
        dataset.theme = theme;
        dataset.contrast = contrast || matchMedia("(prefers-contrast: more)").matches ? "high" : "normal";
        if (still) dataset.still = "yes";
        else delete dataset.still;
        document.documentElement.lang = language === "en" ? "en" : "ja";
        void words.use(language);
      });
    });
  }

  /** The light of the room's own hour; Japan's before the room has said where it is. */
  #followHour(): void {
    const look = () => { document.documentElement.dataset.hour = lightAt(hourHeld(this.session.room.now())); };
    const again = () => {
      look();
      this.clock.after(60_000, again);
    };
    again();
    $effect.root(() => {
      $effect(() => { if (this.session.joined !== null) look(); });
    });
  }

  #probeOnWaking(): void {
    const probe = () => {
      if (document.visibilityState === "visible") this.session.probe();
      // Whoever takes the device next finds no way in.
      else this.session.forgetWay();
    };
    document.addEventListener("visibilitychange", probe);
    addEventListener("online", probe);
    addEventListener("offline", () => { this.session.cut(); });
    addEventListener("pageshow", (event) => {
      if (event.persisted) probe();
    });
  }
}
