import { lineOf, nextKana, rows, type Chain } from "./chain";
import type { chainWords } from "./words";

/** What helps whoever goes on; nobody checks it. */
export function hintOf(chain: Chain, w: (typeof chainWords)["ja"]): string {
  const all = rows(chain);
  const last = all.at(-1);
  if (chain.over) return "";
  if (chain.form === "senryu") return w.line(lineOf(all.length));
  const kana = chain.form === "shiritori" && last !== undefined ? nextKana(last.text) : null;
  if (kana === null) return "";
  return kana === "ん" ? w.ends : w.from(kana);
}
