/** The light of the room: by the clock of where it is held, and never by the reader's. */
import { afterEach, expect, test } from "vitest";
import { heldIn, hourHeld } from "../src/i18n/dates";
import { lightAt } from "../src/state/hour";

const home = process.env.TZ;
afterEach(() => {
  process.env.TZ = home ?? "UTC";
  heldIn("Asia/Tokyo");
});

test.each([
  [0, "night"],
  [4, "night"],
  [5, "morning"],
  [9, "morning"],
  [10, "day"],
  [15, "day"],
  [16, "evening"],
  [18, "evening"],
  [19, "night"],
  [23, "night"],
])("at %i o'clock it is %s", (hour, light) => {
  expect(lightAt(hour)).toBe(light);
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
