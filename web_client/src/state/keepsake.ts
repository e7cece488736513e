/**
 * What a device keeps, and until when. The link's secret lives as long as the tab; the token and the device's mark until
 * the session's end or しずかに出る; nothing survives those. A browser that keeps nothing still works, until it reloads.
 */
import { randomId } from "../protocol/ids";

export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** How one came in: by a link's secret or by a short code. */
export type Door = { secret: string } | { code: string };

const DEVICE = "engawa.device";
/** The boxes of all pages, so that all of them can be forgotten. */
const BOXES = ["nickname", "staff", "concern", "room"] as const;
export type Box = (typeof BOXES)[number];
const PREFERENCES = "engawa.preferences";

function safely<T>(what: () => T, otherwise: T): T {
  try {
    return what();
  } catch {
    return otherwise;
  }
}

export class Keepsake {
  readonly #device: Store;
  readonly #tab: Store;
  readonly #page: string;
  #mark: string | null = null;

  /** `device` outlives the tab, `tab` does not. `page` keeps the links of different roles apart. */
  constructor(device: Store, tab: Store, page: string) {
    this.#device = device;
    this.#tab = tab;
    this.#page = page;
  }

  /** The device's random mark, made when first needed. */
  get device(): string {
    this.#mark ??= safely(() => this.#device.getItem(DEVICE), null);
    if (this.#mark === null || !/^[A-Za-z0-9_-]{16,64}$/.test(this.#mark)) {
      const made = randomId(24);
      this.#mark = made;
      safely(() => {
        this.#device.setItem(DEVICE, made);
      }, undefined);
    }
    return this.#mark;
  }

  get token(): string | null {
    return this.#read(this.#device, "token");
  }

  set token(token: string | null) {
    this.#write(this.#device, "token", token);
  }

  get door(): Door | null {
    const text = this.#read(this.#tab, "door");
    return text === null ? null : safely(() => JSON.parse(text) as Door, null);
  }

  /** Answers whether it will be there after a reload. */
  keepDoor(door: Door): boolean {
    this.#write(this.#tab, "door", JSON.stringify(door));
    return this.door !== null;
  }

  /** Whether this tab was already looking in: then a reload goes straight on. */
  get live(): boolean {
    return this.#read(this.#tab, "live") === "yes";
  }

  set live(live: boolean) {
    this.#write(this.#tab, "live", live ? "yes" : null);
  }

  /** What is being typed or not yet acknowledged, as the drafts write it: a reload loses nothing. */
  get draft(): string {
    return this.#read(this.#tab, "draft") ?? "";
  }

  set draft(text: string) {
    this.#write(this.#tab, "draft", text === "" ? null : text);
  }

  /** What stands in another box of the page, by the box's name: kept for the tab, like drafts. */
  written(name: Box): string {
    return this.#read(this.#tab, `box.${name}`) ?? "";
  }

  write(name: Box, text: string): void {
    this.#write(this.#tab, `box.${name}`, text === "" ? null : text);
  }

  get preferences(): string | null {
    return safely(() => this.#device.getItem(PREFERENCES), null);
  }

  set preferences(text: string | null) {
    safely(() => {
      if (text === null) this.#device.removeItem(PREFERENCES);
      else this.#device.setItem(PREFERENCES, text);
    }, undefined);
  }

  /** しずかに出る, or the end: the device remembers nothing. */
  forget(): void {
    for (const name of ["token", "door", "live", "draft", ...BOXES.map((box) => `box.${box}`)]) {
      this.#write(this.#device, name, null);
      this.#write(this.#tab, name, null);
    }
    this.preferences = null;
    this.#mark = null;
    safely(() => {
      this.#device.removeItem(DEVICE);
    }, undefined);
  }

  #read(store: Store, name: string): string | null {
    return safely(() => store.getItem(`engawa.${this.#page}.${name}`), null);
  }

  #write(store: Store, name: string, value: string | null): void {
    safely(() => {
      const key = `engawa.${this.#page}.${name}`;
      if (value === null) store.removeItem(key);
      else store.setItem(key, value);
    }, undefined);
  }
}
