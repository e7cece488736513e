/** The light of the room: by the clock of where it is held, and never by the reader's. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { heldIn, hourHeld } from "../src/i18n/dates";
import { lightAt } from "../src/state/hour";

const home = process.env.TZ;
afterEach(() => {
  process.env.TZ = home ?? "UTC";
  heldIn("Asia/Tokyo");
});

test("every hour has the light that the public pages have (tests/fixtures/texts/hours.json, which their test reads, too)", () => {
  const file = new URL("../../tests/fixtures/texts/hours.json", import.meta.url);
  const { lights } = JSON.parse(readFileSync(file, "utf-8")) as { lights: string[] };
  expect(Array.from({ length: 24 }, (_, hour) => lightAt(hour))).toEqual(lights);
});

test.each(["Asia/Tokyo", "America/Los_Angeles", "Asia/Kathmandu"])("read in %s", (zone) => {
  process.env.TZ = zone;
  const at = Date.parse("2026-12-05T18:30+09:00");
  expect(lightAt(hourHeld(at))).toBe("evening");
  heldIn("Europe/Paris");
  expect(lightAt(hourHeld(at))).toBe("day");
  heldIn("Asia/Kathmandu");
  expect(hourHeld(at)).toBe(15);
});
