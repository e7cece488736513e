/** Counting as the server counts: the same texts, the same numbers. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { tooLong } from "../../src/pages/office/form/count";
import { count } from "../../src/state/counting";

interface Counted {
  what: string;
  text: string;
  count: number;
}
const file = new URL("../../../tests/fixtures/texts/counts.json", import.meta.url);
const { texts } = JSON.parse(readFileSync(file, "utf-8")) as { texts: Counted[] };

test.each(texts)("$what", (each) => {
  expect(count(each.text)).toBe(each.count);
});

test("too long is said with the limit and how many there are, by what people count", () => {
  const family = "👨\u200d👩\u200d👧\u200d👦";
  expect(tooLong(family.repeat(60), 60)).toBe("");
  expect(tooLong("か\u3099".repeat(60), 60)).toBe("");
  expect(tooLong(family.repeat(61), 60)).toBe("60文字までです(今は 61文字)");
  expect(tooLong("あ".repeat(72), 60)).toBe("60文字までです(今は 72文字)");
  expect(tooLong("あ".repeat(72), undefined)).toBe("");
});
