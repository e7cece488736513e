/** What the desk suggests: only what fits, gently first, up by one at a time, down before the end, and lately done things last. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { laidOf, momentOf } from "../src/pages/desk/library";
import { deskLibraryWords } from "../src/pages/desk/library-words";
import { aim, ENDING, fits, suggest, type Laid, type Moment } from "../src/pages/desk/suggest";
import type { ReadyActivity, View } from "../src/protocol/wire";
import { emptyView, shown } from "./fakes";

const WAYS = ["voice", "text", "taps"] as const;
const idea = { ja: "あ", ja_simple: "あ", en: "a" };
function ready(id: string, more: Partial<ReadyActivity> = {}): ReadyActivity {
  const start = { kind: "prompt", text: id } as const;
  return { id, title: idea, about: idea, first: "", least: 1, most: 80, minutes: 5, pressure: 1, ways: ["voice", "taps"], listening: "", paper: "", start, ...more };
}

const activities = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^[a-z]{1,3}$/), least: fc.integer({ min: 1, max: 20 }), most: fc.integer({ min: 20, max: 80 }),
    minutes: fc.integer({ min: 1, max: 60 }), pressure: fc.integer({ min: 1, max: 5 }), ways: fc.uniqueArray(fc.constantFrom(...WAYS), { minLength: 1 }),
  }).map(({ id, ...more }) => ready(id, more)),
  { selector: (each) => each.id, maxLength: 30 },
);
const happening = activities.chain((library) =>
  fc.record({
    library: fc.constant(library),
    people: fc.integer({ min: 0, max: 90 }),
    left: fc.option(fc.integer({ min: 0, max: 120 }), { nil: null }),
    ends: fc.option(fc.integer({ min: 0, max: 180 }), { nil: null }),
    speak: fc.constantFrom("voice", "text", "listen"),
    laid: fc.array(fc.constantFrom("gone", ...library.map(({ id }) => id)).map((id): Laid => ({ id, at: 0 })), { maxLength: 8 }),
  }),
);
const of = ({ library, ...moment }: { library: ReadyActivity[] } & Moment) => suggest(library, moment);

test("what does not fit is never suggested, and of what fits three, each once, while there are three", () => {
  fc.assert(fc.property(happening, (given) => {
    const { library, ...moment } = given;
    const found = of(given).map(({ activity }) => activity);
    expect(new Set(found).size).toBe(found.length);
    for (const each of found) {
      expect(each.least <= moment.people && moment.people <= each.most).toBe(true);
      expect(moment.left === null || each.minutes <= moment.left).toBe(true);
      if (moment.speak !== "voice") expect(each.ways).not.toEqual(["voice"]);
    }
    const possible = library.filter((each) => fits(each, moment) && each.pressure <= aim(library, moment).most);
    expect(found).toHaveLength(Math.min(3, possible.length));
  }));
});

test("nothing asks for more than one step more courage than was asked so far, and at the end for little", () => {
  fc.assert(fc.property(happening, (given) => {
    const { library, laid, ends } = given;
    const highest = Math.max(1, ...laid.flatMap(({ id }) => library.find((each) => each.id === id)?.pressure ?? []));
    const most = ends !== null && ends <= ENDING ? 2 : highest + 1;
    for (const { activity } of of(given)) expect(activity.pressure).toBeLessThanOrEqual(most);
  }));
});

test("what was laid comes after everything that was not, and the latest at the very end", () => {
  fc.assert(fc.property(happening, (given) => {
    const order = of(given).map(({ activity }) => given.laid.findLastIndex(({ id }) => id === activity.id));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    const { library, ...moment } = given;
    const fresh = library.filter((each) => fits(each, moment) && each.pressure <= aim(library, moment).most && !moment.laid.some(({ id }) => id === each.id));
    if (fresh.length >= 3) expect(order).toEqual([-1, -1, -1]);
  }));
});

const calm: Moment = { people: 12, left: 40, ends: 90, speak: "voice", laid: [] };
const LIBRARY = [5, 4, 3, 2, 1].flatMap((pressure) => ["a", "b", "c"].map((name) => ready(`${name}${String(pressure)}`, { pressure })));
const after = (...ids: string[]): Moment => ({ ...calm, laid: ids.map((id, at) => ({ id, at })) });
const pressures = (moment: Moment) => suggest(LIBRARY, moment).map(({ activity }) => activity.pressure);

test("a session begins gently, rises slowly and comes down", () => {
  expect(pressures(calm)).toEqual([1, 1, 1]);
  expect(pressures(after("a1"))).toEqual([2, 2, 2]);
  expect(pressures(after("a1", "a2"))).toEqual([2, 2, 1]);
  expect(pressures(after("a1", "a2", "b2"))).toEqual([3, 3, 3]);
  expect(pressures({ ...after("a1", "a2", "b2"), ends: ENDING })).toEqual([1, 1, 2]);
});

test("of equally good ones three are of different kinds", () => {
  const themes = ready("t", { start: { kind: "themes", review: false } });
  const library = [ready("a"), ready("b"), themes, ready("q", { start: { kind: "questions", review: true } })];
  expect(suggest(library, calm).map(({ activity }) => activity.id)).toEqual(["a", "t", "q"]);
});

test("each says why in a sentence of every language", () => {
  const say = (moment: Moment, language: "ja" | "ja-simple" | "en" = "ja") =>
    suggest(LIBRARY, moment).map(({ why }) => deskLibraryWords[language].why(moment, why))[0];
  expect(say(calm)).toBe("いま12人・のこり40分。まだ声を使っていないので、おすだけでできるものを。");
  expect(say({ ...calm, left: null })).toBe("いま12人。まだ声を使っていないので、おすだけでできるものを。");
  expect(say(after("a1"))).toBe("いま12人・のこり40分。すこし慣れてきたので、もう一歩だけ。");
  expect(say({ ...after("a2"), ends: 10, left: 10 })).toBe("いま12人・のこり10分。おわりが近いので、しずかにもどれるものを。");
  expect(say(calm, "ja-simple")).toBe("いま 12人です。あと 40分です。まだ 声を 使って いません。おすだけで できます。");
  expect(say({ ...calm, people: 1 }, "en")).toBe("One person now, 40 min left. Nobody has used their voice yet: taps are enough for it.");
});

test("what is going on is read from the room: guests who are inside, and the sooner of both ends", () => {
  const minute = 60_000;
  const people = { haru: shown("haru", { role: "facilitator" }), me: shown("me"), two: shown("two"), out: shown("out", { place: "veranda" }) };
  const view: View = { ...emptyView, people, doors: "open", steps: [{ title: "お茶", minutes: 20 } as View["steps"][number]], step: 0, step_at: 100 * minute, times: { ...emptyView.times, end_at: 200 * minute } };
  expect(momentOf(view, null, [], 110 * minute)).toEqual({ people: 2, left: 10, ends: 90, speak: "voice", laid: [] });
  expect(momentOf(view, null, [], 130 * minute)).toMatchObject({ left: 70, ends: 70 });
  expect(momentOf(view, null, [], 201 * minute)).toMatchObject({ left: null, ends: 0 });
});

test("what a tab kept of it is read, and anything else is nothing", () => {
  expect(laidOf('[{"id":"a","at":1},{"id":2},null]')).toEqual([{ id: "a", at: 1 }]);
  for (const written of ["", "{}", "[", "7"]) expect(laidOf(written)).toEqual([]);
});
