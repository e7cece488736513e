/**
 * What was typed and not saved. Leaving a page or loading it anew does not lose it: it waits in this tab, a note says so, and
 * coming back goes on from there. Closing the tab asks first; signing out forgets everything, and so does somebody else who
 * signs in. Passwords, codes and secrets are no drafts: forms that hold one keep nothing (docs/office.md).
 */
import { onDestroy } from "svelte";
import type { Office } from "../office.svelte";
import { formWords } from "./form-words";

const PREFIX = "engawa.office.draft ";

/** A browser that forbids storage keeps drafts until the page is loaded anew. */
function safely(what: () => void): void {
  try {
    what();
  } catch {
    // Nothing to do: they are in memory all the same.
  }
}

function stored(): Map<string, unknown> {
  const found = new Map<string, unknown>();
  safely(() => {
    for (const [key, text] of Object.entries(sessionStorage)) {
      if (key.startsWith(PREFIX)) found.set(key.slice(PREFIX.length), JSON.parse(String(text)));
    }
  });
  return found;
}

const kept = stored();

addEventListener("beforeunload", (event) => {
  if (kept.size > 0) event.preventDefault();
});

/** Kept for one person in one organisation: whoever signs in next finds nothing of it. */
export function keyOf(office: Office, what: string): string {
  return `${office.me?.id ?? ""} ${office.id} ${what}`;
}

export function keptUnder<T>(key: string): T | undefined {
  return kept.get(key) as T | undefined;
}

export function keepUnder(key: string, value: unknown): void {
  kept.set(key, value);
  safely(() => { sessionStorage.setItem(PREFIX + key, JSON.stringify(value)); });
}

export function forget(key: string): void {
  kept.delete(key);
  safely(() => { sessionStorage.removeItem(PREFIX + key); });
}

/** Whoever signs out leaves nothing at this browser; nor does one who went without, once somebody else comes. */
export function forgetAll(butOf = ""): void {
  for (const key of [...kept.keys()]) if (butOf === "" || !key.startsWith(`${butOf} `)) forget(key);
}

function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

interface Kept<T> {
  value: T;
  seen: string;
  begun?: Begun;
}

/** Typed in boxes whose text is no part of the value yet, such as a chip's; by the box's name. */
export type Begun = Record<string, string>;

/** To be made while a component is. */
export class Draft<T extends object> {
  value = $state() as T;
  begun = $state<Begun>({});
  /** Goes on from what was left before. */
  restored = $state(false);
  /** The version that was seen when this was begun, where there is one: what is written over must have been seen. */
  seen = $state("");
  /** The version of what it goes back to. */
  #now: string;
  #before = $state("");
  #key: string;
  #clear: () => void;

  constructor(office: Office, what: string, name: string, before: T, version: string | number = "") {
    this.#key = keyOf(office, what);
    this.#before = JSON.stringify(before);
    const waiting = keptUnder<Kept<T>>(this.#key);
    this.restored = waiting !== undefined;
    this.value = copy(waiting?.value ?? before);
    this.begun = copy(waiting?.begun ?? {});
    this.#now = String(version);
    this.seen = waiting?.seen ?? this.#now;
    const note = formWords.draft.kept(name);
    this.#clear = () => {
      forget(this.#key);
      this.#away(office, note);
    };
    if (this.restored) this.#away(office, note);
    $effect(() => {
      if (this.changed) keepUnder(this.#key, this.#typed());
      else forget(this.#key);
    });
    onDestroy(() => {
      if (office.me === null) forget(this.#key);
      // Not `changed`: while a component is taken down, state still reads as it was.
      else if (kept.has(this.#key)) office.notify(note);
    });
  }

  /** The note that something is left has had its use. */
  #away(office: Office, text: string): void {
    for (const each of office.notes.all) if (each.text === text) office.notes.away(each.id);
  }

  get changed(): boolean {
    return JSON.stringify(this.value) !== this.#before || Object.values(this.begun).some((text) => text !== "");
  }

  #typed(): Kept<T> {
    return { value: $state.snapshot(this.value) as T, seen: this.seen, begun: $state.snapshot(this.begun) };
  }

  /** How it is on the server now: what was typed stays, has seen it, and is compared with it. */
  ground(value: T, version: string): void {
    this.#before = JSON.stringify(value);
    this.seen = this.#now = version;
  }

  /** How it is on the server now is what one goes on from. */
  take(value: T, version: string): void {
    this.seen = this.#now = version;
    this.saved(value);
  }

  /** It is on the server now, as `now`. */
  saved(now?: T): void {
    if (now !== undefined) this.value = copy(now);
    this.begun = {};
    this.#before = JSON.stringify(this.value);
    this.restored = false;
    this.#clear();
  }

  /** Back to what is on the server. Returns how to take that back, also once its form is gone: the next one goes on from it. */
  discard(): () => void {
    const typed = this.#typed();
    const key = this.#key;
    this.value = JSON.parse(this.#before) as T;
    this.begun = {};
    this.seen = this.#now;
    this.restored = false;
    this.#clear();
    return () => {
      keepUnder(key, typed);
      this.value = copy(typed.value);
      this.begun = copy(typed.begun ?? {});
      this.seen = typed.seen;
    };
  }
}
