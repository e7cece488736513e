/** What looks like somebody's name in a text: a hint while it is written, never a refusal. */

const NAMED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}A-Za-zー]{1,10}?(?:さん|くん|君|ちゃん|さま|様|氏)/gu;
/** Whole words that end so and name nobody. */
const NOBODY = /(?:皆|みな|みんな|お客|客|職員|係|相談員|スタッフ|参加者|利用者|進行役|親御|お子|保護者|ボランティア|たく|わ|ふく|あなた|どなた)(?:さん|さま|様|くん)$/u;

/** The first such word; empty where there is none. */
export function namedIn(...texts: readonly string[]): string {
  for (const text of texts) for (const [found] of text.matchAll(NAMED)) if (!NOBODY.test(found)) return found;
  return "";
}
