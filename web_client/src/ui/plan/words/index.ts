import { PageWords } from "../../../i18n/words.svelte";
import { ja } from "./ja";

export const walkWords = new PageWords(ja, {
  "ja-simple": async () => (await import("./ja-simple")).jaSimple,
  en: async () => (await import("./en")).en,
});
