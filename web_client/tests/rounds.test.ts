/** Whom a round may call, in which order, and who is next: as the server has it, on a plan that is not the house's. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { View } from "../src/protocol/wire";
import { asTheySit, handsFirst, leastHeardFirst, mayBeCalled, nextInRound, outOfHearing } from "../src/state/rounds";
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

test("who sits where the talk does not hear them is not called, and staff are told of whom that is so", () => {
  const table = shown("table", { place: "corner", seat: 0, hand: 1 });
  const apart: View = { ...view, people: { ...people, table, watcher: shown("watcher", { place: "corner", seat: 1, card: "watch" }) } };
  expect(ids(asTheySit(apart))).toEqual(["early", "late", "gym"]);
  expect(nextInRound({ ...apart, round: { order: ["table", "gym"], paused: false } })).toBe("gym");
  // Neither who would not be called anyway, nor who is in private: that is nobody's business here.
  expect(ids(outOfHearing(apart))).toEqual(["table"]);
});

test("who has been heard least comes first, everybody once, and who is alike stays in order", () => {
  const sitting = asTheySit(view);
  const amount = { voice: 0, messages: 0 };
  const balance = { home: amount, hall: amount, staff: amount, since: 0, people: [
    { person: "early", voice: 1, messages: 1, turn: false },
    { person: "late", voice: 0, messages: 0, turn: true },
    { person: "gym", voice: 0, messages: 1, turn: false },
    { person: "listener", voice: 0, messages: 0, turn: false },
  ] };
  expect(ids(leastHeardFirst(sitting, balance))).toEqual(["late", "gym", "early"]);
  expect(ids(leastHeardFirst([...sitting].reverse(), balance))).toEqual(["gym", "late", "early"]);
  expect(ids(leastHeardFirst(sitting, { ...balance, people: [] }))).toEqual(ids(sitting));
  expect(ids(leastHeardFirst(sitting, null))).toEqual(ids(sitting));
});

test("whatever is known, a proposed order names everybody who may be called once and nobody else, and never more heard before less", () => {
  const places = ["hearth", "back-row", "blue", "sofa", "gym-a", "corner", "gone"];
  const step = fc.integer({ min: 0, max: 4 });
  const anybody = fc.record({ place: fc.constantFrom(...places), card: fc.constantFrom("talk" as const, "text" as const, "watch" as const), known: fc.boolean(),
    voice: fc.option(step), messages: step, turn: fc.boolean() });
  fc.assert(fc.property(fc.array(anybody, { maxLength: 12 }), (drawn) => {
    const crowd = drawn.map((each, number) => shown(`p${number}`, { place: each.place, card: each.card, seat: number }));
    const room: View = { ...view, people: Object.fromEntries(crowd.map((person) => [person.id, person])) };
    const told = drawn.flatMap(({ known, voice, messages, turn }, number) => (known ? [{ person: `p${number}`, voice, messages, turn }] : []));
    const none = { voice: null, messages: 0 };
    const sitting = ids(asTheySit(room));
    const order = ids(leastHeardFirst(asTheySit(room), { people: told, home: none, hall: none, staff: none, since: 0 }));
    const calls = crowd.filter((person) => person.card !== "watch" && ["hearth", "gym-a"].includes(person.place));
    expect([...order].sort()).toEqual(ids(calls).sort());
    const heard = (id: string) => {
      const each = told.find(({ person }) => person === id);
      return each === undefined ? 0 : (each.voice ?? 0) + each.messages + Number(each.turn);
    };
    order.slice(1).forEach((id, at) => {
      const before = order[at] ?? "";
      expect(heard(before)).toBeLessThanOrEqual(heard(id));
      if (heard(before) === heard(id)) expect(sitting.indexOf(before)).toBeLessThan(sitting.indexOf(id));
    });
  }));
});
