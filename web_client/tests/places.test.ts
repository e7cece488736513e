/** What screens ask of a plan, on one in which every place is called otherwise than in the house. */
import { expect, test } from "vitest";
import { words } from "../src/i18n/words.svelte";
import type { Place, View } from "../src/protocol/wire";
import { groups, ledTo, mayJoinNew, mayMix } from "../src/state/groups";
import { isAway, listens, nearest, placeOf, talks } from "../src/state/places";
import { open } from "../src/state/plan";
import { wayTo } from "../src/pages/room/way";
import { placeName } from "../src/ui/plan/names";
import { Room } from "../src/state/room.svelte";
import { emptyView, FakeClock, otherPlan, shown, viewMessage } from "./fakes";

const view: View = {
  ...emptyView,
  plan: otherPlan,
  people: {
    me: shown("me", { place: "hearth" }),
    back: shown("back", { place: "back-row" }),
    table: shown("table", { place: "corner" }),
    resting: shown("resting", { place: "sofa" }),
    apart: shown("apart", { place: "green" }),
    hall: shown("hall", { place: "gym-b", hall: "gym" }),
    gone: shown("gone", { place: "hearth", hall: "a-hall-that-is-no-more" }),
  },
};
const ids = (places: readonly Place[]) => places.map((place) => place.id);
const from = (person: string, wanted: (place: Place) => boolean) => {
  const found = view.people[person];
  return found === undefined ? undefined : nearest(view, found, wanted)?.id;
};

test("everybody is counted once, as the signs say it: who listens in a hall with the hall", () => {
  const room = new Room(new FakeClock());
  room.take(viewMessage(1, view));
  expect(room.counts).toEqual({ onlookers: 0, circle: 3, listeners: 1, hall: 1, all: 7 });
});

test("listener seats, the talk and the rest place are found by what they mean, in the world that somebody is in", () => {
  expect(from("me", listens)).toBe("back-row");
  expect(from("table", listens)).toBe("back-row");
  expect(from("back", talks)).toBe("hearth");
  expect(from("resting", talks)).toBe("hearth");
  expect(from("apart", talks)).toBe("hearth");
  expect(from("table", talks)).toBe("corner");
  expect(from("hall", talks)).toBe("gym-a");
  expect(from("me", isAway)).toBe("sofa");
  expect(from("gone", listens)).toBe("back-row");
});

test("a plan without such a place has none to offer", () => {
  const bare = { ...view, plan: { ...otherPlan, places: otherPlan.places.filter((place) => !listens(place)) } };
  expect(nearest(bare, shown("me", { place: "hearth" }), listens)).toBeNull();
});

test("private places are all offered, with how many are in each; groups are the tables, never a private place", () => {
  expect(ledTo(view).map(({ place, count }) => [place.id, count])).toEqual([["blue", 0], ["green", 1]]);
  expect(ids(groups(otherPlan))).toEqual(["corner"]);
});

test("one may sit where one's own world is, and never where staff leads", () => {
  const mine = (me: string) => ids(otherPlan.places.filter((place) => open({ ...view, me }, place)));
  expect(mine("me")).toEqual(["hearth", "back-row", "corner", "sofa"]);
  expect(mine("hall")).toEqual(["gym-a", "gym-b"]);
  const staff = { ...view, kind: "staff" as const };
  expect(ids(otherPlan.places.filter((place) => !open(staff, place)))).toEqual(["blue", "green", "porch"]);
});

test("places have their number where there are several of their kind", async () => {
  const named = (id: string) => {
    const place = placeOf(view, id);
    return place === undefined ? [] : [placeName(words.t, otherPlan, place), wayTo(otherPlan, place)];
  };
  expect(named("green")).toEqual(["相談ブース 2", "相談ブース 2へ"]);
  expect(named("hearth")).toEqual(["輪", "輪へ"]);
  expect(named("corner")).toEqual(["テーブル", "テーブルへ"]);
  await words.use("en");
  expect(named("green")).toEqual(["Booth 2", "To booth 2"]);
  await words.use("ja");
});

test("who is left where they are is told of new small groups; not who was moved, who rests, and not of what was there", () => {
  const earlier = (id: string, place: string): View => ({
    ...view, me: id, plan: { ...otherPlan, places: otherPlan.places.filter(({ id: each }) => each !== "corner") },
    people: { ...view.people, [id]: shown(id, { place }) },
  });
  const told = (id: string, was: string) => mayJoinNew(earlier(id, was), { ...view, me: id });
  expect(told("me", "hearth")).toBe(true);
  expect(told("back", "back-row")).toBe(true);
  expect(told("table", "hearth")).toBe(false);
  expect(told("resting", "sofa")).toBe(false);
  expect(told("apart", "green")).toBe(false);
  expect(mayJoinNew({ ...view, plan: { ...otherPlan } }, view)).toBe(false);
});

test("a change of seats needs two participants who are apart, or four together: staff do not count", () => {
  const [corner] = groups(otherPlan);
  const second = { ...corner, id: "second", zone: "second", number: 2 } as Place;
  const seated = (...places: string[]): View => ({
    ...view,
    plan: { ...otherPlan, places: [...otherPlan.places, second] },
    people: {
      host: shown("host", { place: "second", role: "facilitator" }),
      ...Object.fromEntries(places.map((place, at) => [`p${String(at)}`, shown(`p${String(at)}`, { place })])),
    },
  });
  expect(mayMix(seated("hearth", "hearth", "hearth", "hearth"))).toBe(false);
  expect(mayMix(seated("corner"))).toBe(false);
  expect(mayMix(seated("corner", "corner", "corner"))).toBe(false);
  expect(mayMix(seated("corner", "second"))).toBe(true);
  expect(mayMix(seated("corner", "corner", "corner", "corner"))).toBe(true);
});
