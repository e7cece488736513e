import fc from "fast-check";
import { expect, test } from "vitest";
import { Announcer, PAUSE_MS } from "../src/state/announcer";
import { WALL } from "../src/pages/hall/measure";
import { IN_HAND } from "../src/state/cells";
import { nextTarget, type Arrow, type Target } from "../src/state/geometry";
import { seatBeside } from "../src/state/beside";
import { cellsOf, houseOf, type House } from "../src/state/plan";
import { MAIN, READ, ROLES, roleOf, type Role } from "../src/state/roles";
import { scene } from "../src/state/scene";
import { untilHome } from "../src/state/ground";
import { onPlan, spotAt } from "../src/state/strolls";
import { emptyView, FakeClock, otherPlan, place, shown } from "./fakes";

const ring: Target[] = Array.from({ length: 8 }, (_, index) => {
  const angle = (2 * Math.PI * index) / 8 - Math.PI / 2;
  return { key: String(index), x: 200 * Math.cos(angle), y: 150 * Math.sin(angle) };
});

test("arrows go where the eye goes", () => {
  expect(nextTarget(ring, "0", "ArrowDown")).not.toBe("0");
  expect(nextTarget(ring, "0", "ArrowRight")).toBe("1");
  expect(nextTarget(ring, "0", "ArrowLeft")).toBe("7");
  expect(nextTarget(ring, "0", "ArrowUp")).toBeNull();
  expect(nextTarget([], "0", "ArrowUp")).toBeNull();
});

test("every seat can be reached by arrows from every other", () => {
  const rows = Array.from({ length: 15 }, (_, i) => ({ key: `r${String(i)}`, x: (i % 5) * 60, y: 400 + Math.floor(i / 5) * 60 }));
  const all = [...ring, ...rows];
  for (const start of all) {
    const reached = new Set([start.key]);
    const queue = [start.key];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const arrow of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] as Arrow[]) {
        const next = nextTarget(all, key, arrow);
        if (next !== null && !reached.has(next)) {
          reached.add(next);
          queue.push(next);
        }
      }
    }
    expect(reached.size).toBe(all.length);
  }
});

test("the announcer says one's own at once, and the rest merged, at most every three seconds", () => {
  const clock = new FakeClock();
  const said: string[] = [];
  const announcer = new Announcer(clock, (sentence) => said.push(sentence));
  announcer.now("手を挙げています");
  for (let count = 1; count <= 20; count += 1) {
    announcer.later("nod", `${String(count)}人がうなずいています`);
    clock.pass(100);
  }
  announcer.later("step", "次の段取り");
  expect(said).toEqual(["手を挙げています"]);
  clock.pass(PAUSE_MS);
  expect(said).toEqual(["手を挙げています", "20人がうなずいています 次の段取り"]);
  announcer.later("nod", "1人がうなずいています");
  announcer.later("nod", "");
  clock.pass(PAUSE_MS * 2);
  expect(said).toHaveLength(2);
});

test("a walk is where its path, start and speed say, and stays at its end", () => {
  const stroll = { person: "a", path: [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 100, y: 100 }], at: 1000, speed: 100 };
  expect(spotAt(stroll, 500)).toEqual({ x: 0, y: 0, moving: true });
  expect(spotAt(stroll, 1500)).toEqual({ x: 50, y: 0, moving: true });
  expect(spotAt(stroll, 2500)).toEqual({ x: 100, y: 50, moving: true });
  expect(spotAt(stroll, 9000)).toEqual({ x: 100, y: 100, moving: false });
  expect(onPlan(-5, 1000.4)).toEqual({ x: 0, y: 1000 });
});

test("everybody is in the house once, and only seats are free that one may take", () => {
  const people = { me: shown("me"), a: shown("a", { seat: 9 }), b: shown("b", { place: "listeners", seat: null }) };
  const view = { ...emptyView, people };
  const all = ({ here, elsewhere }: House) => [...here, ...elsewhere];
  expect(all(houseOf(view)).flatMap((each) => each.people.map(({ id }) => id)).sort()).toEqual(["a", "b", "me"]);
  const ids = all(houseOf(view)).map(({ place }) => place.id);
  expect([...ids].sort()).toEqual(view.plan.places.map(({ id }) => id).sort());
  const free = Object.fromEntries(all(houseOf(view)).map(({ place, free: count }) => [place.id, count]));
  expect(free).toMatchObject({ circle: 22, veranda: 0 });
  expect(all(houseOf({ ...view, kind: "onlooker" })).every(({ free: count }) => count === 0)).toBe(true);
});

test("here are those whose talk one shares: at a table its own, in a booth alone, from the veranda the main one", () => {
  const seen = (place: string) => houseOf({ ...emptyView, plan: otherPlan, people: { me: shown("me", { place }) } }).here.map((each) => [each.role, each.place.id]);
  expect(seen("hearth")).toEqual([["round", "hearth"], ["edge", "back-row"], ["foot", "gym-a"]]);
  expect(seen("gym-b")).toEqual([["round", "hearth"], ["edge", "back-row"], ["foot", "gym-b"]]);
  expect(seen("corner")).toEqual([["tabletop", "corner"]]);
  expect(seen("blue")).toEqual([["walled", "blue"]]);
  expect(seen("porch")).toEqual(seen("hearth"));
  expect(seen("sofa")).toEqual(seen("hearth"));
});

test("no place plays two roles, each role is played, no two have one floor, and away, before the door and elsewhere none is", () => {
  const hall = [place("lectern", "stage", { voice: true, hands: true, takes: "staff" }), place("benches", "audience", { hands: true })];
  const second = place("second", "reflecting_team", { hands: true });
  const plan = { exchange: ["hearth", "second"] as [string, string] };
  const places = [...emptyView.plan.places, ...otherPlan.places, ...hall, second];
  const flags = [true, false];
  const traits = places.flatMap((each) => flags.flatMap((voice) => flags.flatMap((hands) => flags.map((priv) => ({ ...each, voice, hands, private: priv })))));
  for (const each of [...places, ...traits]) expect(READ.filter((role) => ROLES[role].plays(each, plan)).length, each.id).toBeLessThanOrEqual(1);
  expect(new Set(places.map((each) => roleOf(each, plan)))).toEqual(new Set([...READ, null]));
  expect(new Set(READ.map((role) => ROLES[role].floor)).size).toBe(READ.length);
  expect(READ[0], "the talk is read before those who listen to it").toBe(MAIN);
  for (const each of places) if (each.part !== "present" && !each.private && each.hall === null) expect(roleOf(each, plan), each.id).toBeNull();
});

test("two circles that change places are two circles: alike in size, above all others, and around each sit who are in it", () => {
  const group = (role: Role, count: number) => ({ place: role, role, people: Array.from({ length: count }, (_, cell) => ({ id: `${role}${String(cell)}`, cell, em: 4, marked: false })) });
  const count = (max: number) => fc.integer({ min: 0, max });
  const look = fc.constantFrom([344, 320], [344, 420], [720, 250], [1040, 800], [1440, 640]).map(([w = 0, h = 0]) => ({ w, h }));
  fc.assert(fc.property(count(30), count(60), count(20), count(30), look, (talking, hearing, listeners, hall, box) => {
    const drawn = scene([group("round", talking), group("outer", hearing), group("edge", listeners), group("foot", hall)], box, "nobody");
    const size = (role: Role) => { const floor = drawn.regions.find((each) => each.role === role)?.floor; return (drawn.beside ? floor?.w : floor?.h) ?? 0; };
    expect(size("outer") / size("round")).toBeGreaterThan(0.85);
    expect(size("outer") / size("round")).toBeLessThan(1.01);
    for (const role of ["edge", "foot"] as const) expect(size(role), role).toBeLessThanOrEqual(size("outer"));
  }));
  const few = scene([group("round", 3), group("outer", 4), group("edge", 1), group("foot", 1)], { w: 344, h: 440 }, "nobody");
  for (const role of ["round", "outer"]) {
    const rows = new Set(few.people.filter(({ place }) => place === role).map(({ face }) => Math.round(face.y)));
    expect(rows.size, `${role} is no row`).toBeGreaterThan(1);
  }
});

test("what a plan has several of stands first of what is elsewhere", () => {
  const ids = houseOf({ ...emptyView, plan: otherPlan, people: { me: shown("me", { place: "hearth" }) } }).elsewhere.map((each) => each.place.id);
  expect(ids.slice(0, 2)).toEqual(["blue", "green"]);
});

test("a stage is no smaller than any other floor, or two fifths of the box, and its faces are no smaller than any other's", () => {
  const group = (role: Role, count: number) => ({ place: role, role, people: Array.from({ length: count }, (_, cell) => ({ id: `${role}${String(cell)}`, cell, em: 4, marked: false })) });
  const count = (max: number) => fc.integer({ min: 0, max });
  const look = fc.constantFrom(
    ...[[344, 320], [344, 420], [720, 250], [1040, 800], [1440, 640]].map(([w = 0, h = 0]) => ({ w, h, reading: IN_HAND })),
    ...[[360, 316], [360, 421], [562, 114]].map(([w = 0, h = 0]) => ({ w, h, reading: WALL })),
  );
  fc.assert(fc.property(count(3), count(120), count(20), count(30), look, (speakers, hearers, listeners, hall, { w, h, reading }) => {
    const drawn = scene([group("platform", speakers), group("rows", hearers), group("edge", listeners), group("foot", hall)], { w, h }, "nobody", reading);
    const floor = (role: Role) => drawn.regions.find((each) => each.role === role)?.floor ?? { x: 0, y: 0, w: 0, h: 0 };
    const area = (role: Role) => floor(role).w * floor(role).h;
    const part = drawn.beside ? floor("platform").w / w : floor("platform").h / h;
    for (const role of ["rows", "edge", "foot"] as const) if (part < 0.399) expect(area("platform"), role).toBeGreaterThanOrEqual(area(role));
    expect(Math.min(floor("platform").w, floor("platform").h, floor("rows").w, floor("rows").h), "wide and high enough for a face").toBeGreaterThan(70);
    // Stage, those who may be asked up, those who only listen, the hall.
    const along = (["platform", "rows", "edge", "foot"] as const).map((role) => (drawn.beside ? floor(role).x : floor(role).y));
    expect(along).toEqual([...along].sort((a, b) => a - b));
    const onStage = drawn.people.filter((each) => each.place === "platform");
    expect(onStage.length, "nobody on a stage is behind a button").toBe(speakers);
    const least = Math.min(...onStage.map(({ face }) => face.h));
    for (const { id, face } of drawn.people) expect(face.h, id).toBeLessThanOrEqual(least);
    if (!drawn.beside) expect(onStage.filter(({ name }) => name === null)).toEqual([]);
  }), { numRuns: 200 });
});

test("one keeps the cell of one's seat when others come and go, and no two have the same", () => {
  const seat = fc.option(fc.integer({ min: 0, max: 399 }), { freq: 8 });
  const seats = fc.uniqueArray(seat, { selector: (each) => each ?? Symbol("standing"), maxLength: 130 });
  fc.assert(fc.property(seats, (taken) => {
    const people = taken.map((each, index) => shown(String(index), { seat: each })).sort((a, b) => (a.seat ?? Infinity) - (b.seat ?? Infinity));
    const cells = cellsOf(people);
    expect(new Set(cells.values()).size).toBe(people.length);
    expect(Math.max(0, ...cells.values())).toBeLessThanOrEqual(Math.max(8, 2 * people.length));
    const last = Math.max(-1, ...people.map((each) => each.seat ?? -1));
    if (last + 1 <= Math.max(8, people.length) && last < 120) for (const each of people) if (each.seat !== null) expect(cells.get(each.id)).toBe(each.seat);
  }));
});

test("whoever stands where a walk ended is back in their seat after a while", () => {
  const stroll = { person: "a", path: [{ x: 0, y: 0 }, { x: 100, y: 0 }], at: 1000, speed: 100 };
  expect(untilHome(stroll, 2000)).toBe(90_000);
  expect(untilHome(stroll, 92_000)).toBe(0);
});

test("beside somebody is the nearest free seat", () => {
  const people = { me: shown("me", { seat: 5 }), a: shown("a", { seat: 0 }), b: shown("b", { seat: 1 }) };
  expect(seatBeside({ ...emptyView, people }, people.a)).toEqual({ place: "circle", seat: 23 });
  expect(seatBeside({ ...emptyView, people }, people.b)).toEqual({ place: "circle", seat: 2 });
});
