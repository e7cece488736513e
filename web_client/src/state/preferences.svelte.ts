/** How a person wants to see, read and hear: kept on the device until しずかに出る. */
import { isLanguage, type LanguageCode } from "../i18n/codes";
import type { Keepsake } from "./keepsake";

export const TEXT_SIZES = ["normal", "large", "larger"] as const;
export const THEMES = ["auto", "light", "dark"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export type Theme = (typeof THEMES)[number];

interface Kept {
  textSize: TextSize;
  theme: Theme;
  contrast: boolean;
  still: boolean;
  awake: boolean;
  language: LanguageCode;
  volume: number;
}

const FIRST: Kept = {
  textSize: "normal",
  theme: "auto",
  contrast: false,
  still: false,
  awake: false,
  language: "ja",
  volume: 0.8,
};

function read(text: string | null): Kept {
  if (text === null) return FIRST;
  try {
    const kept = { ...FIRST, ...(JSON.parse(text) as Partial<Kept>) };
    return isLanguage(kept.language) ? kept : FIRST;
  } catch {
    return FIRST;
  }
}

export class Preferences {
  readonly #keepsake: Keepsake;
  #kept = $state.raw<Kept>(FIRST);

  constructor(keepsake: Keepsake) {
    this.#keepsake = keepsake;
    this.#kept = read(keepsake.preferences);
  }

  get textSize(): TextSize {
    return this.#kept.textSize;
  }

  get theme(): Theme {
    return this.#kept.theme;
  }

  /** High contrast. */
  get contrast(): boolean {
    return this.#kept.contrast;
  }

  /** No movement, whatever the system says. */
  get still(): boolean {
    return this.#kept.still;
  }

  /** Keep the screen on. */
  get awake(): boolean {
    return this.#kept.awake;
  }

  get language(): LanguageCode {
    return this.#kept.language;
  }

  /** 0 to 1. */
  get volume(): number {
    return this.#kept.volume;
  }

  /** Whoever has chosen nothing here begins in the language of the link they came by, or else of their browser. */
  begin(link: LanguageCode | null, browser: LanguageCode): void {
    if (link !== null) this.set({ language: link });
    else if (this.#keepsake.preferences === null) this.#kept = { ...this.#kept, language: browser };
  }

  set(changes: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...changes };
    this.#keepsake.preferences = JSON.stringify(this.#kept);
  }
}
