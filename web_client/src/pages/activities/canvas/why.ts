import { words } from "../../../i18n/words.svelte";
import type { Code } from "../../../protocol/wire";
import type { canvasWords } from "./words";

/** Why it did not go: a full paper is said as such. */
export function whyNot(code: Code | "lost", w: (typeof canvasWords)["ja"]): string {
  if (code === "nothing_left") return w.full;
  return code === "too_many_slips" ? w.yours : words.refusal(code);
}
