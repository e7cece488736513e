import { expect, test } from "vitest";
import { muchTooEarly } from "../src/pages/desk/when";

const MINUTE = 60_000;

test.each([
  ["on the same day", "2026-12-05T18:00:00+09:00", 6],
  ["over midnight", "2026-12-05T00:02:00+09:00", 6],
])("doors that are opened a little early are not asked about, %s", (_, held, early) => {
  const at = Date.parse(held);
  expect(muchTooEarly(at, at - early * MINUTE)).toBe(false);
  expect(muchTooEarly(at, at + MINUTE)).toBe(false);
});

test("what is opened more than an hour early, or on another day, is asked about once", () => {
  const at = Date.parse("2026-12-05T18:00:00+09:00");
  expect(muchTooEarly(at, at - 61 * MINUTE)).toBe(true);
  expect(muchTooEarly(at, at - 24 * 60 * MINUTE)).toBe(true);
});
