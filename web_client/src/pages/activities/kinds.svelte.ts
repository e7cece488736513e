/**
 * The kinds of activities that are there. A new one is a folder here; its code and words are loaded when
 * the first activity of its kind lies somewhere, or when a desk offers it.
 */
import type { Component } from "svelte";
import type { LanguageCode } from "../../i18n/codes";
import { fetched } from "../../ui/fetched";
import type { Activity } from "../../protocol/wire";
import type { Session } from "../../state/session.svelte";

export type KindName = Activity["kind"];

export interface ActivityProps<A extends Activity = Activity> {
  session: Session;
  /** What lies there; null where the desk may begin one. */
  activity: A | null;
  /** The place on whose table it lies; null in the middle. */
  place: string | null;
  at: "room" | "desk" | "hall";
}

export interface ActivityKind<A extends Activity = Activity> {
  component: Component<ActivityProps<A>>;
  /** What it is called. */
  name: Record<LanguageCode, string>;
  /** One sentence of how it stands, to be said aloud. */
  said: (activity: A, language: LanguageCode) => string;
  /** On the hall's screen it stands above the scene, and not beside it. */
  wide?: boolean;
}

class Kinds {
  #loaded = $state.raw<Partial<Record<KindName, ActivityKind>>>({});
  readonly #asked = new Set<KindName>();

  /** The kind, or null until it is there. Asking loads it. */
  get(name: KindName): ActivityKind | null {
    const loaded = this.#loaded[name];
    if (loaded === undefined && !this.#asked.has(name)) {
      this.#asked.add(name);
      void this.#load(name);
    }
    return loaded ?? null;
  }

  async #load(name: KindName): Promise<void> {
    // A kind's component is only ever given activities of its kind (Slot.svelte).
    const kind = await fetched(async () => await (await import("./list")).loadKind(name));
    this.#loaded = { ...this.#loaded, [name]: kind };
  }
}

export const kinds = new Kinds();
