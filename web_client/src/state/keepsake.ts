/**
 * What a device keeps, and until when. The link's secret lives as long as the tab; the token until the session's end or
 * しずかに出る; the device's mark until the session's end, because what staff decided holds over leaving. It is random, and
 * says neither of whom nor of which session it is. A browser that keeps nothing still works, until it reloads.
 *
 * A device is one person, but for those who said 別の人として入る: a tab of theirs keeps a token of its own.
 */
import { randomId } from "../protocol/ids";

export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** How one came in: by a link's secret or by a short code. */
export type Door = { secret: string } | { code: string };

/** The boxes of all pages, how the desk sorts hands and what it laid, so that all of them can be forgotten. */
const BOXES = ["nickname", "staff", "concern", "room", "reply", "prompt", "cards", "waiting", "step", "slip", "lines", "choice", "greeting", "hands", "laid"] as const;
export type Box = (typeof BOXES)[number];
const OF_A_TAB = ["door", "live", "heard", "draft", ...BOXES.map((box) => `box.${box}`)];
const MARK = "mark";
const OTHERS = 3;
/** A mark whose session's end is not known yet is kept for so long. */
const DAY_MS = 86_400_000;
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
    this.#mark = this.#kept() ?? this.#mark;
    if (this.#mark === null) this.#keepMark(randomId(24), Date.now() + DAY_MS);
    return this.#mark ?? "";
  }

  /** Whether somebody has come by this device in a session that is not over. */
  get known(): boolean {
    return this.#kept() !== null;
  }

  #kept(): string | null {
    const kept = safely(() => this.#device.getItem(MARK), null) ?? "";
    const [, mark, until] = /^([A-Za-z0-9_-]{16,64}) ([0-9]{1,16})$/.exec(kept) ?? [];
    return mark !== undefined && Number(until) > Date.now() ? mark : null;
  }

  /** The mark is good until then: the end of the session that one joined, in ms since 1970. */
  keepUntil(end: number): void {
    this.#keepMark(this.device, end);
  }

  #keepMark(mark: string, until: number): void {
    this.#mark = mark;
    safely(() => {
      this.#device.setItem(MARK, `${mark} ${until}`);
    }, undefined);
  }

  /** Which of those at this device the tab is: 0, or the number that 別の人として入る gave it. */
  get another(): number {
    return Number(this.#read(this.#tab, "another") ?? 0) % (OTHERS + 1);
  }

  /** 別の人として入る: from now on this tab is somebody else, who has no token yet. */
  becomeAnother(): void {
    const before = Number(this.#read(this.#device, "others") ?? 0);
    this.#write(this.#device, "others", String((before % OTHERS) + 1));
    this.#write(this.#tab, "another", String((before % OTHERS) + 1));
    this.#write(this.#tab, "token", null);
  }

  /** Where this tab's person keeps what is theirs. */
  get #own(): Store {
    return this.another === 0 ? this.#device : this.#tab;
  }

  /** What joining asks of a device. */
  get who(): { device: string; another: number; token: string | null } {
    return { device: this.device, another: this.another, token: this.token };
  }

  get token(): string | null {
    return this.#read(this.#own, "token");
  }

  set token(token: string | null) {
    this.#write(this.#own, "token", token);
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

  /** Whether this tab's person wants to hear. */
  get heard(): boolean {
    return this.#read(this.#tab, "heard") === "yes";
  }

  set heard(heard: boolean) {
    this.#write(this.#tab, "heard", heard ? "yes" : null);
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

  /** しずかに出る: nothing stays of it, but the device's mark until the session's end, and which person a tab is. */
  left(): void {
    this.token = null;
    for (const name of OF_A_TAB) this.#write(this.#tab, name, null);
    this.preferences = null;
  }

  /** The end: the device remembers nothing. */
  forget(): void {
    for (const name of ["token", "another", "others", ...OF_A_TAB]) {
      this.#write(this.#device, name, null);
      this.#write(this.#tab, name, null);
    }
    this.preferences = null;
    this.#mark = null;
    safely(() => {
      this.#device.removeItem(MARK);
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
