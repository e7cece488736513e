/** The words of the moment. Components read `words.t`; changing the language changes every page at once. */
import type { Code } from "../protocol/wire";
import { load } from "./catalogue";
import type { LanguageCode } from "./codes";
import { ja, type Catalogue } from "./ja";

class Words {
  #t = $state.raw<Catalogue>(ja);
  #code = $state<LanguageCode>("ja");

  get t(): Catalogue {
    return this.#t;
  }

  get code(): LanguageCode {
    return this.#code;
  }

  /** Why something was refused; `lost` is a connection that went away before the answer came. */
  refusal(code: Code | "lost"): string {
    return code === "lost" ? this.#t.lost : this.#t.refusals[code];
  }

  /** Change the language; the old one stays until the new one is there. */
  async use(code: LanguageCode): Promise<void> {
    this.#code = code;
    const loaded = await load(code, ja, {
      "ja-simple": async () => (await import("./ja-simple")).jaSimple,
      en: async () => (await import("./en")).en,
    });
    if (this.#code === code) this.#t = loaded;
  }
}

export const words = new Words();
