/** Hours are those of the place, and whoever is elsewhere is told their own: in the room and on public pages. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test } from "vitest";
import { heldIn, timeOf } from "../src/i18n/dates";
import { en } from "../src/i18n/en";
import { ja } from "../src/i18n/ja";
import { jaSimple } from "../src/i18n/ja-simple";

const home = process.env.TZ;
afterEach(() => {
  process.env.TZ = home ?? "UTC";
  heldIn("Asia/Tokyo");
});
const at = (text: string) => Date.parse(text);
const WINTER = at("2026-12-05T10:00+09:00");
const BEFORE = at("2026-12-01T10:00+09:00");

test.each([
  ["Asia/Tokyo", "12月5日(土) 10:00"],
  ["Asia/Seoul", "12月5日(土) 10:00"],
  ["America/Los_Angeles", "12月5日(土) 10:00(あなたの時間では 12月4日(金) 17:00)"],
  ["Europe/Paris", "12月5日(土) 10:00(あなたの時間では 2:00)"],
  ["Asia/Kolkata", "12月5日(土) 10:00(あなたの時間では 6:30)"],
  ["Asia/Kathmandu", "12月5日(土) 10:00(あなたの時間では 6:45)"],
  ["Pacific/Kiritimati", "12月5日(土) 10:00(あなたの時間では 15:00)"],
])("hours of a session in Japan, read in %s", (zone, said) => {
  process.env.TZ = zone;
  expect(timeOf(WINTER, BEFORE, ja)).toBe(said);
});

test("the day is said as soon as the reader's is another, also for what is today at the place", () => {
  process.env.TZ = "America/Los_Angeles";
  expect(timeOf(WINTER, WINTER - 1, ja)).toBe("12月5日(土) 10:00(あなたの時間では 12月4日(金) 17:00)");
  process.env.TZ = "Europe/Paris";
  expect(timeOf(WINTER, WINTER - 1, ja)).toBe("10:00(あなたの時間では 2:00)");
});

test("clocks change for the reader on days of their own", () => {
  process.env.TZ = "Europe/Paris";
  // On 25 October 2026 it is 3:00 twice; from then on it is an hour earlier for the same hour in Japan.
  expect(timeOf(at("2026-10-24T19:00+09:00"), BEFORE, ja)).toContain("(あなたの時間では 12:00)");
  expect(timeOf(at("2026-10-25T19:00+09:00"), BEFORE, ja)).toContain("(あなたの時間では 11:00)");
  process.env.TZ = "America/Los_Angeles";
  expect(timeOf(at("2026-10-31T10:00+09:00"), BEFORE, ja)).toContain("10月30日(金) 18:00)");
  expect(timeOf(at("2026-11-02T10:00+09:00"), BEFORE, ja)).toContain("11月1日(日) 17:00)");
});

test("a place that is not in Japan is named, for readers there too", () => {
  heldIn("America/New_York");
  process.env.TZ = "America/New_York";
  expect(timeOf(WINTER, BEFORE, ja)).toBe("12月4日(金) 20:00 [America/New_Yorkの時刻]");
  process.env.TZ = "Asia/Tokyo";
  expect(timeOf(WINTER, BEFORE, ja)).toBe("12月4日(金) 20:00 [America/New_Yorkの時刻](あなたの時間では 12月5日(土) 10:00)");
  heldIn("Mars/Olympus");
  expect(timeOf(WINTER, BEFORE, ja)).toBe("12月5日(土) 10:00");
});

test("in three languages", () => {
  process.env.TZ = "Asia/Kolkata";
  expect(timeOf(WINTER, BEFORE, jaSimple)).toBe("12月5日(土) 10:00(あなたの 時間では 6:30)");
  expect(timeOf(WINTER, BEFORE, en)).toMatch(/^Sat,? 5 December(,| at) 10:00 \(your time: 0?6:30\)$/);
});

const script = readFileSync(fileURLToPath(new URL("../public/hours.js", import.meta.url)), "utf-8");

/** What the script of public pages writes beside hours. */
function beside(start: string, end: string, { zone = "Asia/Tokyo", lang = "ja" } = {}): string {
  let said = "";
  const time = { dateTime: start, dataset: { zone, ...(end === "" ? {} : { end }) }, after: (span: { textContent: string }) => { said = span.textContent; } };
  const document = {
    currentScript: { dataset: { yours: lang === "en" ? " (your time: {hours})" : "(あなたの時間では {hours})" } },
    documentElement: { lang },
    querySelectorAll: () => [time],
    createElement: () => ({ className: "", textContent: "" }),
  };
  runInNewContext(script, { document });
  return said;
}
const [TEN, NOON] = ["2026-12-05T10:00:00+09:00", "2026-12-05T12:30:00+09:00"];

test.each([
  ["Asia/Tokyo", ""],
  ["Asia/Seoul", ""],
  ["America/Los_Angeles", "(あなたの時間では 12月4日(金) 17時〜19時30分)"],
  ["Europe/Paris", "(あなたの時間では 2時〜4時30分)"],
  ["Asia/Kolkata", "(あなたの時間では 6時30分〜9時)"],
  ["America/Sao_Paulo", "(あなたの時間では 12月4日(金) 22時〜翌0時30分)"],
])("a public page read in %s", (zone, said) => {
  process.env.TZ = zone;
  expect(beside(TEN, NOON)).toBe(said);
});

test("a public page: an open end, English, a place elsewhere, clocks that change during a session, a zone that is none", () => {
  process.env.TZ = "Asia/Kolkata";
  expect(beside(TEN, "")).toBe("(あなたの時間では 6時30分〜)");
  process.env.TZ = "America/Los_Angeles";
  expect(beside(TEN, NOON, { lang: "en" })).toBe(" (your time: Fri 2026-12-04 17:00–19:30)");
  process.env.TZ = "Asia/Tokyo";
  expect(beside("2026-12-04T20:00:00-05:00", "2026-12-04T22:00:00-05:00", { zone: "America/New_York" })).toBe("(あなたの時間では 12月5日(土) 10時〜12時)");
  process.env.TZ = "Europe/Paris";
  expect(beside("2026-10-25T09:00:00+09:00", "2026-10-25T11:00:00+09:00")).toBe("(あなたの時間では 2時〜3時)");
  expect(beside(TEN, NOON, { zone: "Mars/Olympus" })).toBe("");
});
