/** The time before it begins: until when it is that time, what happens when; and at the desk, who is to be greeted. */
import { expect, test } from "vitest";
import { longest, notGreeted, rows } from "../src/pages/desk/greeting";
import type { Doors, Step, View } from "../src/protocol/wire";
import { isBefore, staffOf, timetable } from "../src/state/before";
import { emptyView, otherPlan, shown } from "./fakes";

const MINUTE = 60_000;
const OPENS = 1_700_000_000_000;

function view(changes: Partial<View> = {}, place = "porch"): View {
  const people = {
    me: shown("me", { place }),
    haru: shown("haru", { role: "facilitator", nickname: "はるか", place: "hearth" }),
    yu: shown("yu", { role: "assistant", nickname: "", place: "hearth" }),
  };
  const times = { early_at: OPENS - 10 * MINUTE, open_at: OPENS, closing_at: OPENS + 80 * MINUTE, end_at: OPENS + 90 * MINUTE };
  return { ...emptyView, plan: otherPlan, doors: "early", step_at: 0, people, times, ...changes };
}

const step = (title: string, minutes: number, changes: Partial<Step> = {}): Step => ({ ...emptyView.steps[0], title, minutes, ...changes });

test("it is the time before for as long as the veranda alone is open", () => {
  const answers = (["before", "early", "open", "closing", "ended"] as Doors[]).map((doors) => isBefore(view({ doors })));
  expect(answers).toEqual([false, true, false, false, false]);
});

test("who was led in before has begun with the step that staff set; who waits outside still waits", () => {
  expect(isBefore(view({}, "hearth"))).toBe(true);
  expect(isBefore(view({ step_at: OPENS - MINUTE }, "hearth"))).toBe(false);
  expect(isBefore(view({ step_at: OPENS - MINUTE }))).toBe(true);
});

test("who looks in waits as well", () => {
  const { people, ...others } = view();
  expect(isBefore({ ...others, people: { haru: people.haru as View["people"][string] } })).toBe(true);
});

test("staff are counted whether or not one knows their names", () => {
  expect(staffOf(view()).map(({ id }) => id)).toEqual(["haru", "yu"]);
});

test("each step has its time until one has no length; what is skipped takes none", () => {
  const steps = [step("はじまり", 10), step("とばす", 30, { skipped: true }), step("話す", 0), step("おわり", 5)];
  expect(timetable(view({ steps }))).toEqual([
    { title: "はじまり", at: OPENS },
    { title: "話す", at: OPENS + 10 * MINUTE },
    { title: "おわり", at: null },
  ]);
  expect(timetable(view({ steps: [] }))).toEqual([]);
});

test("whoever came first is greeted first, and who was greeted or has gone is not asked for", () => {
  const came = (person: string, minutes: number, greeted = false) => ({ person, at: OPENS + minutes * MINUTE, first_time: false, greeted });
  const people = Object.fromEntries(["a", "b", "c"].map((id) => [id, shown(id)]));
  const waiting = notGreeted(view({ people, arrivals: [came("b", 3), came("a", 1), came("c", 0, true), came("gone", 0)] }));
  expect(waiting.map(({ person }) => person)).toEqual(["a", "b"]);
  expect(longest(waiting, OPENS + 13.9 * MINUTE)).toBe(12);
  expect(longest([], OPENS)).toBe(0);
  expect(longest(waiting, OPENS), "a clock that is behind").toBe(0);
});

test("once the doors are open, whoever is here for the first time stands first", () => {
  const came = (person: string, minutes: number, first = false) => ({ person, at: OPENS + minutes * MINUTE, first_time: first, greeted: false });
  const people = Object.fromEntries(["a", "b", "c"].map((id) => [id, shown(id)]));
  const order = (doors: "early" | "open" | "closing") =>
    notGreeted(view({ people, doors, arrivals: [came("a", 1), came("b", 2), came("c", 3, true)] })).map(({ person }) => person);
  expect([order("early"), order("open"), order("closing")]).toEqual([["a", "b", "c"], ["c", "a", "b"], ["c", "a", "b"]]);
});

test("rows stay where they are until nobody waits", () => {
  expect(rows(["a", "b"], ["b", "c"])).toEqual(["a", "b", "c"]);
  expect(rows(["a", "b"], [])).toEqual([]);
});
