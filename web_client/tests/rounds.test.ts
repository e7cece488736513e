/** Whom a round may call, in which order, and who is next: as the server has it, on a plan that is not the house's. */
import { expect, test } from "vitest";
import type { View } from "../src/protocol/wire";
import { asTheySit, handsFirst, mayBeCalled, nextInRound } from "../src/state/rounds";
import { emptyView, otherPlan, shown } from "./fakes";

const people = {
  late: shown("late", { place: "hearth", seat: 5, hand: 7 }),
  early: shown("early", { place: "hearth", seat: 1 }),
  gym: shown("gym", { place: "gym-a", seat: 0, hall: "gym", hand: 3 }),
  listener: shown("listener", { place: "back-row", seat: 0 }),
  watching: shown("watching", { place: "hearth", seat: 0, card: "watch" }),
  apart: shown("apart", { place: "blue", seat: 0 }),
  resting: shown("resting", { place: "sofa", seat: 0 }),
};
const view: View = { ...emptyView, plan: otherPlan, people };
const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id);

test("called are those who may be, as they sit, and the hall after those at home", () => {
  expect(ids(asTheySit(view))).toEqual(["early", "late", "gym"]);
  expect(ids(handsFirst(asTheySit(view)))).toEqual(["gym", "late", "early"]);
  expect(mayBeCalled(view, shown("nowhere", { place: "gone" }))).toBe(false);
});

test("whoever may not be called any more is passed over, and nobody is next in a pause", () => {
  const order = ["gone", "watching", "gym", "late"];
  expect(nextInRound({ ...view, round: { order, paused: false } })).toBe("gym");
  expect(nextInRound({ ...view, round: { order, paused: true } })).toBeNull();
  expect(nextInRound({ ...view, round: { order: ["watching"], paused: false } })).toBeNull();
  expect(nextInRound(view)).toBeNull();
});
