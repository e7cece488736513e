/** A box takes as many characters as the server counts, and none cuts anything off. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { first, fits, left, lines, LINES, MESSAGE, NICKNAME } from "../src/state/counting";

interface Boxed {
  what: string;
  text: string;
  message?: number;
  nickname?: number;
}
const root = fileURLToPath(new URL("../..", import.meta.url));
const { boxes } = JSON.parse(readFileSync(`${root}tests/fixtures/texts/counts.json`, "utf-8")) as { boxes: Boxed[] };
const FAMILY = "👨\u200d👩\u200d👧\u200d👦";

test.each(boxes)("$what", ({ text, message, nickname }) => {
  if (message !== undefined) expect(left(text, { ...MESSAGE, most: message })).toBe(0);
  if (nickname !== undefined) expect(left(text, { ...NICKNAME, most: nickname })).toBe(0);
});

test("as many as are said fit, and what is too many is said", () => {
  for (const limit of [MESSAGE, NICKNAME]) {
    for (const one of ["あ", FAMILY, "か\u3099", "𠮷"]) {
      expect(fits(one.repeat(limit.most), limit)).toBe(true);
      expect(fits(one.repeat(limit.most + 1), limit)).toBe(false);
      expect(left(one.repeat(limit.most + 7), limit)).toBe(-7);
    }
  }
  expect(fits("あ\n".repeat(LINES), MESSAGE)).toBe(true);
  expect([fits("あ\n".repeat(LINES) + "あ", MESSAGE), lines("あ\n".repeat(LINES) + "あ")]).toEqual([false, LINES + 1]);
});

test("the beginning of a text cuts no character in halves", () => {
  expect(first(FAMILY.repeat(3), 2)).toBe(FAMILY.repeat(2));
  expect(first("か\u3099き", 1)).toBe("か\u3099");
});

/** A tag from where it begins, to the > that ends it: not one in an attribute. */
function tagAt(source: string, from: number): string {
  let [quoted, depth] = [false, 0];
  for (let at = from; at < source.length; at += 1) {
    const each = source[at];
    if (each === '"' && depth === 0) quoted = !quoted;
    else if (each === "{") depth += 1;
    else if (each === "}") depth -= 1;
    else if (each === ">" && !quoted && depth === 0) return source.slice(from, at);
  }
  return source.slice(from);
}

/** Boxes that a browser cuts: by what no one counts, in the middle of a character, and without a word. */
function cutting(source: string): string[] {
  return [...source.matchAll(/<(?:input|textarea)\b/g)].map(({ index }) => tagAt(source, index)).filter((tag) => /\smaxlength\b/.test(tag));
}

test("no box of any page has a bare maxlength", () => {
  const found = [`${root}web_client/src`, `${root}server`].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(svelte|html|ts|py)$/.test(file))
      .flatMap((file) => cutting(readFileSync(`${folder}/${file}`, "utf8"))),
  );
  expect(found).toEqual([]);
});

test("a bare maxlength is found, wherever it stands in its tag", () => {
  for (const tag of ['<input maxlength="20" />', '<textarea\n  rows="3"\n  onkeydown={(e) => { key(e); }}\n  maxlength={60}\n>', '<input aria-label="a > b" maxlength="8">']) {
    expect(cutting(tag)).toHaveLength(1);
  }
  expect(cutting("<Text maxlength={60} />")).toEqual([]);
});
