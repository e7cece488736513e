/** Which step one stands on, of every combination of what may be known; against the order of what goes before what. */
import { expect, test } from "vitest";
import { stepOf, type Known, type Step } from "../src/pages/join/step";

const all: Known[] = (["before", "joining", "live", "over"] as const).flatMap((stage) =>
  [null, ...[true, false].flatMap((entered) => [true, false].map((farOff) => ({ entered, farOff })))].flatMap((seen) =>
    [true, false].flatMap((full) =>
      ([null, "circle", "listener"] as const).flatMap((wish) =>
        [true, false].flatMap((door) => ([null, "lost", "link_expired"] as const).map((problem): Known => ({ stage, seen, full, wish, door, problem })))))));

/** Each step with all that it needs; the first whose needs are there is the one. */
const NEEDS: [Step["at"], (known: Known) => boolean][] = [
  ["over", ({ stage }) => stage === "over"],
  ["room", ({ stage, seen }) => stage === "live" && seen?.entered === true],
  ["far_off", ({ stage, seen }) => stage === "live" && seen?.farOff === true],
  ["entering", ({ stage, seen, wish }) => stage === "live" && seen !== null && wish !== null],
  ["look", ({ stage, seen }) => stage === "live" && seen !== null],
  ["queue", ({ stage, full }) => stage === "live" && full],
  ["code", ({ door }) => !door],
  ["refused", ({ problem }) => problem === "link_expired"],
  ["start", () => true],
];

test("every combination is one step, and each step is reached", () => {
  expect(all).toHaveLength(720);
  for (const known of all) expect(stepOf(known).at, JSON.stringify(known)).toBe(NEEDS.find(([, needs]) => needs(known))?.[0]);
  expect(new Set(all.map((known) => stepOf(known).at))).toEqual(new Set(NEEDS.map(([at]) => at)));
});

test("nobody is in the room, or on the way into it, who is not connected; and what ended is over whatever else is known", () => {
  for (const known of all) {
    const { at } = stepOf(known);
    if (["room", "far_off", "entering", "look", "queue"].includes(at)) expect(known.stage).toBe("live");
    if (known.stage === "over") expect(at).toBe("over");
  }
});

test("a step has what its page needs: the wish that was chosen, the code that was refused", () => {
  for (const known of all) {
    const step = stepOf(known);
    if (step.at === "entering") expect(step.wish).toBe(known.wish);
    if (step.at === "refused") expect(step.code).toBe(known.problem);
  }
});
