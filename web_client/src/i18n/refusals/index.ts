import type { Code } from "../../protocol/wire";
import type { LanguageCode } from "../codes";

/** A sentence for every code, since a code without one does not compile. */
export type Refusals = Record<Code, string>;

export const refusalsIn: Record<LanguageCode, () => Promise<Refusals>> = {
  ja: async () => (await import("./ja")).refusals,
  "ja-simple": async () => (await import("./ja-simple")).refusals,
  en: async () => (await import("./en")).refusals,
};
