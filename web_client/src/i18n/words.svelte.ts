/**
 * The words of the moment. What every page says stands in this folder (`words.t`), what one page says beside that page
 * (`PageWords`). Changing the language changes all of them at once; until they are there the old ones stay.
 */
import type { Code } from "../protocol/wire";
import { load, type Loaders } from "./catalogue";
import type { LanguageCode } from "./codes";
import { ja, type Catalogue } from "./ja";
import { refusalsIn, type Refusals } from "./refusals";

/** Loads a catalogue in a language, and answers how to put it in place. */
type Bring = (code: LanguageCode) => Promise<() => void>;

class Words {
  #t = $state.raw<Catalogue>(ja);
  #code = $state<LanguageCode>("ja");
  #refusals = $state.raw<Refusals | null>(null);
  #bringing: Promise<void> | null = null;
  #there: Promise<unknown> = Promise.resolve();
  readonly #ofRefusals: Bring = async (code) => {
    const loaded = await refusalsIn[code]();
    return () => (this.#refusals = loaded);
  };
  readonly #catalogues: Bring[] = [
    async (code) => {
      const loaded = await load(code, ja, {
        "ja-simple": async () => (await import("./ja-simple")).jaSimple,
        en: async () => (await import("./en")).en,
      });
      return () => (this.#t = loaded);
    },
  ];

  get t(): Catalogue {
    return this.#t;
  }

  get code(): LanguageCode {
    return this.#code;
  }

  /** When every language that is on its way has come. What is made of words and kept as a text waits for it. */
  get there(): Promise<unknown> {
    return this.#there;
  }

  /** Why something was refused; `lost` is a connection that went away before the answer came. */
  refusal(code: Code | "lost"): string {
    if (code === "lost") return this.#t.lost;
    if (this.#refusals === null) void this.bringRefusals();
    return this.#refusals?.[code] ?? this.#t.lost;
  }

  /** Fetch why things are refused, if it is not there: whoever is refused waits for it. Where it does not come, it is tried again. */
  bringRefusals(): Promise<void> {
    if (this.#refusals !== null) return Promise.resolve();
    if (!this.#catalogues.includes(this.#ofRefusals)) this.#catalogues.push(this.#ofRefusals);
    this.#bringing ??= this.#bring([this.#ofRefusals])
      .catch(() => undefined)
      .finally(() => { this.#bringing = null; });
    return this.#bringing;
  }

  /** Change the language; the old one stays until the new one is there. */
  use(code: LanguageCode): Promise<void> {
    this.#code = code;
    return this.#bring(this.#catalogues);
  }

  /** From now on a page's catalogue changes with the others. */
  join(catalogue: Bring): void {
    this.#catalogues.push(catalogue);
    if (this.#code !== "ja") void this.#bring([catalogue]);
  }

  #bring(catalogues: readonly Bring[]): Promise<void> {
    const code = this.#code;
    const bringing = Promise.all(catalogues.map((bring) => bring(code))).then((put) => {
      if (this.#code === code) put.forEach((each) => { each(); });
    });
    this.#there = Promise.allSettled([this.#there, bringing]);
    return bringing;
  }
}

export const words = new Words();

/** One page's words. The Japanese ones come with the page, others are loaded when chosen. */
export class PageWords<T> {
  #t: T;

  constructor(first: T, others: Loaders<T>) {
    this.#t = $state.raw(first);
    words.join(async (code) => {
      const loaded = await load(code, first, others);
      return () => (this.#t = loaded);
    });
  }

  get t(): T {
    return this.#t;
  }
}
