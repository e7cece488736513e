/** The soft state of a room, and whom a voice that is on is said to reach. */
import { expect, test } from "vitest";
import { ja } from "../src/i18n/ja";
import { Room } from "../src/state/room.svelte";
import { heardBy } from "../src/ui/plan/names";
import { FakeClock, emptyView, otherPlan, place, shown } from "./fakes";

test("another plan ends all walks", () => {
  const room = new Room(new FakeClock());
  const walk = { person: "a", path: [{ x: 0, y: 0 }], at: 0, speed: 100 };
  const view = { ...emptyView, people: { a: shown("a", { place: "hearth" }) } };
  room.take({ rev: 1, now: 0, view, walks: [walk], speaking: [], came: null });
  expect([...room.strolls.keys()]).toEqual(["a"]);
  room.happened({ from: 1, to: 2, events: [{ type: "plan_set", plan: otherPlan, seated: [] }] });
  expect([...room.strolls.keys()]).toEqual([]);
});

test("in a private place and at a table of its own, a voice is not said to reach everybody", () => {
  expect(heardBy(ja, place("booth-1", "booth", { zone: "booth-1", private: true }))).toContain("このブースの人にだけ");
  expect(heardBy(ja, place("table-1", "table", { zone: "table-1" }))).toContain("このテーブルの人に");
  expect(heardBy(ja, place("ring", "circle", { voice: true }))).toBe(ja.voice.isOpen);
  expect(heardBy(ja, null)).toBe(ja.voice.isOpen);
});
