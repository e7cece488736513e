import { describe, expect, onTestFinished, test } from "vitest";
import { sameDay } from "../../src/i18n/dates";
import { clockField, clockWords, dayOf, inOrder, spanWords, whenWords, zoneWords } from "../../src/pages/office/when";

const NEW_YORK = "America/New_York";
const start = "2026-12-13T02:30:00-05:00";
const end = "2026-12-13T04:00:00-05:00";

describe("hours of a place that is not Japan", () => {
  test("are its own, and say so", () => {
    expect(spanWords(start, end, NEW_YORK)).toBe(`2:30〜4:00 [${NEW_YORK}の時刻]`);
    expect(spanWords(start, null, NEW_YORK)).toBe(`2:30〜 [${NEW_YORK}の時刻]`);
    expect(clockWords(start, NEW_YORK)).toBe(`2:30 [${NEW_YORK}の時刻]`);
    expect(whenWords(start, end, NEW_YORK)).toMatch(/12月13日\(日\) 2:30〜4:00 \[America\/New_Yorkの時刻\]$/);
    expect(clockField(start, NEW_YORK)).toBe("02:30");
    expect(dayOf("2026-12-13T19:00:00-05:00", NEW_YORK)).toBe("2026-12-13");
    expect(spanWords("2026-12-13T23:00:00-05:00", "2026-12-14T01:00:00-05:00", NEW_YORK)).toContain("翌1:00");
  });

  test("need no word in Japan", () => {
    expect(spanWords("2026-12-13T10:00:00+09:00", "2026-12-13T12:00:00+09:00")).toBe("10:00〜12:00");
    expect(zoneWords("Asia/Tokyo")).toBe("");
    expect(zoneWords("Japan")).toBe("");
    expect(zoneWords("Asia/Seoul")).toBe(" [Asia/Seoulの時刻]");
  });

  test("are known by their parts, however a browser would write them", () => {
    const browser = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, "format") ?? {};
    onTestFinished(() => { Object.defineProperty(Intl.DateTimeFormat.prototype, "format", browser); });
    Object.defineProperty(Intl.DateTimeFormat.prototype, "format", { get: () => () => "午後 13/12/2026", configurable: true });
    expect(dayOf("2026-12-13T00:05:00+09:00")).toBe("2026-12-13");
    expect(dayOf("2026-12-13T00:05:00+09:00", NEW_YORK)).toBe("2026-12-12");
    expect(clockField("2026-12-13T00:05:00+09:00")).toBe("00:05");
    expect(sameDay(Date.parse("2026-12-13T00:05:00+09:00"), Date.parse("2026-12-12T23:55:00+09:00"))).toBe(false);
  });

  test("stand in the order of their moments within a day", () => {
    const there = { start, timezone: NEW_YORK };
    const here = { start: "2026-12-13T10:00:00+09:00", timezone: "Asia/Tokyo" };
    const next = { start: "2026-12-14T08:00:00+09:00", timezone: "Asia/Tokyo" };
    const late = { start: "2026-12-13T20:00:00-05:00", timezone: NEW_YORK };
    expect([late, there, next, here].sort(inOrder)).toEqual([here, there, late, next]);
  });
});
