/** What a scene does where room is short: rings before lattices, smaller lamps, lower bands, and words that stay near. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { TABLE, WALL } from "../src/pages/hall/measure";
import { apart, around, AROUND, FACES_FOR_A_RING, FACES_IN_RING, fit, IN_HAND, LEAST_TEXT, MOST_FOR_A_RING, MOST_IN_RING, type Box, type Room } from "../src/state/cells";
import type { Role } from "../src/state/roles";
import { scene, type Group, type Scene, type Sitter } from "../src/state/scene";
import { AIR, bubbleOf, BUBBLE, BUBBLE_REACH, STEP, voiced } from "../src/state/voiced";

function group(role: Role, count: number, em = 4): Group {
  return { place: role, role, people: Array.from({ length: count }, (_, cell): Sitter => ({ id: `${role}${String(cell)}`, cell, em, marked: cell % 5 === 0 })) };
}

const space = fc.record({ w: fc.integer({ min: 150, max: 900 }), h: fc.integer({ min: 90, max: 700 }) }).map(({ w, h }): Box => ({ x: 0, y: 0, w, h }));
/** The same space around its lamp, and around smaller ones. */
function rooms(within: Box): [Room, ...Room[]] {
  const lamp = (part: number): Room => ({ space: within, lamp: around(within.w / 2, within.h / 2, within.w * 0.25 * part, within.h * 0.34 * part) });
  return [lamp(1), lamp(0.8), lamp(0.6)];
}

test("a ring costs faces a quarter of their size at most, few of them two fifths, and nobody's name", () => {
  let [many, few] = [1, 1];
  fc.assert(fc.property(space, fc.integer({ min: 1, max: 40 }), fc.constantFrom(4, 5.5, 7), (within, count, em) => {
    const found = fit(AROUND, rooms(within), [], count, em, IN_HAND);
    const lattice = fit({ ...AROUND, ring: null }, rooms(within), [], count, em, IN_HAND);
    if (found === null || lattice === null) return;
    const ORDER = ["all", "marked", "none"];
    expect(ORDER.indexOf(found.size.names), "no name is lost").toBeLessThanOrEqual(ORDER.indexOf(lattice.size.names));
    if (found.size.names !== lattice.size.names) return;
    const part = found.size.face / lattice.size.face;
    expect(part).toBeGreaterThanOrEqual(count > MOST_IN_RING ? 1 : count > MOST_FOR_A_RING ? FACES_IN_RING : FACES_FOR_A_RING);
    if (count > MOST_FOR_A_RING) many = Math.min(many, part);
    else few = Math.min(few, part);
  }), { numRuns: 2000, seed: 38 });
  // Both are used nearly to their end: otherwise the bounds above would say nothing.
  expect(many).toBeLessThan(FACES_IN_RING + 0.1);
  expect(few).toBeLessThan(FACES_IN_RING);
});

test("a lamp gets smaller only where its people would not sit around the larger one with such faces", () => {
  const used = new Set<number>();
  fc.assert(fc.property(space, fc.integer({ min: 1, max: MOST_FOR_A_RING }), (within, count) => {
    const all = rooms(within);
    const found = fit(AROUND, all, [], count, 4, IN_HAND);
    if (found === null) return;
    const which = all.findIndex(({ lamp }) => lamp === found.lamp);
    used.add(which);
    for (const room of all.slice(0, which)) {
      const larger = fit({ ...AROUND, many: () => null }, [room], [], count, 4, IN_HAND);
      expect(larger !== null && larger.size.names === found.size.names && larger.size.face >= found.size.face).toBe(false);
    }
  }), { numRuns: 1000, seed: 38 });
  expect([...used].sort()).toEqual([0, 1, 2]);
});

test("in a scene a lamp is its whole size, or smaller for few, and never less than 0.6 of what its floor has", () => {
  const parts = [[360, 420], [328, 380], [740, 420], [560, 340], [300, 300]].flatMap(([w = 0, h = 0]) =>
    [1, 2, 4, 6, 8, 10, 12, 16, 24].flatMap((count) => {
      const lampOf = (many: number) => scene([group("round", many)], { w, h }, "round0").regions[0]?.lamp ?? null;
      const [whole, drawn] = [lampOf(0), lampOf(count)];
      return whole === null || drawn === null ? [] : [{ count, part: drawn.h / whole.h }];
    }));
  expect(parts.some(({ part }) => part === 1)).toBe(true);
  const smaller = parts.filter(({ part }) => part < 0.95);
  expect(smaller.length).toBeGreaterThan(0);
  for (const { count, part } of smaller) {
    expect(count).toBeLessThanOrEqual(MOST_FOR_A_RING);
    // What is below the sign is a little lower than the whole floor.
    expect(part).toBeGreaterThanOrEqual(0.6 * 0.85);
  }
});

test("on a wall rows of people take no more than their share, and no less than a line; in the hand what they need", () => {
  const size = { w: 360, h: 380 };
  const floor = (drawn: Scene, role: Role) => drawn.regions.find((each) => each.role === role)?.floor.h ?? 0;
  const given = (edge: number, round: number) => [group("edge", edge), group("round", round)];
  const wall = scene(given(8, 100), size, "", WALL);
  const below = size.h - wall.sky.h;
  // Eight and a hundred people, and six seats more for each place.
  expect(floor(wall, "edge")).toBeCloseTo((below * 14) / (14 + 106), 5);
  expect(floor(scene(given(8, 100), size, "", IN_HAND), "edge")).toBeGreaterThan(floor(wall, "edge") * 1.5);
  expect(floor(scene(given(2, 500), size, "", { ...WALL, band: 30 }), "edge")).toBe(30);
  expect(TABLE.band).toBe(WALL.band);
});

/** All that a bubble of somebody may not touch. */
function solid(drawn: Scene): Box[] {
  return [
    ...drawn.people.flatMap(({ cell, face, name }) => [cell, face, ...(name === null ? [] : [name])]),
    ...drawn.regions.flatMap(({ sign, lamp }) => (lamp === null ? [sign] : [sign, lamp])),
    ...drawn.others.map(({ cell }) => cell),
  ];
}

const scenes = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 12 }), fc.constantFrom([360, 420], [740, 220], [820, 800], [1440, 800]))
  .map(([edge, round, foot, [w = 0, h = 0]]) => ({ size: { w, h }, drawn: scene([group("edge", edge), group("round", round), group("foot", foot)], { w, h }, "round0") }));

/** How far a bubble is from a face, and from its middle besides. */
function far(bubble: Box, face: Box): { gap: number; aside: number } {
  const gap = Math.max(0, face.x - bubble.x - bubble.w, bubble.x - face.x - face.w) + Math.max(0, face.y - bubble.y - bubble.h, bubble.y - face.y - face.h);
  const aside = Math.abs(bubble.x + bubble.w / 2 - face.x - face.w / 2) + Math.abs(bubble.y + bubble.h / 2 - face.y - face.h / 2);
  return { gap, aside };
}

test("words stand near their face, and where a step nearer to it nothing is free", () => {
  let seen = 0;
  fc.assert(fc.property(scenes, fc.nat(), fc.integer({ min: 1, max: 60 }), ({ size, drawn }, which, length) => {
    const who = drawn.people[which % drawn.people.length];
    fc.pre(who !== undefined);
    const bubble = bubbleOf(drawn, size, who.id, "雨".repeat(length));
    if (bubble === null) return;
    seen += 1;
    const { gap, aside } = far(bubble, who.face);
    expect(gap).toBeLessThanOrEqual(BUBBLE_REACH);
    const taken = solid({ ...drawn, people: drawn.people.map((each) => (each === who ? { ...who, cell: who.face } : each)) });
    const free = (box: Box) => {
      const air = { x: box.x - AIR, y: box.y - AIR, w: box.w + 2 * AIR, h: box.h + 2 * AIR };
      return air.x >= 0 && air.y >= 0 && air.x + air.w <= size.w && air.y + air.h <= size.h && taken.every((each) => apart(each, air));
    };
    for (const [dx, dy] of [[STEP, 0], [-STEP, 0], [0, STEP], [0, -STEP]] as const) {
      const moved = { ...bubble, x: bubble.x + dx, y: bubble.y + dy };
      const nearer = far(moved, who.face);
      if (nearer.gap <= BUBBLE_REACH && nearer.gap + nearer.aside < gap + aside - 0.01) expect(free(moved), `${who.id} ${String(dx)} ${String(dy)}`).toBe(false);
    }
  }), { numRuns: 300, seed: 38 });
  expect(seen).toBeGreaterThan(100);
});

test("who speaks has letters no smaller than before, and never below what is read", () => {
  fc.assert(fc.property(fc.integer({ min: 20, max: 70 }), fc.integer({ min: LEAST_TEXT, max: 16 }), (face, size) => {
    const who = { id: "a", place: "round", cell: { x: 100, y: 98, w: 60, h: face + 24 }, face: { x: 130 - face / 2, y: 100, w: face, h: face }, name: { x: 100, y: 102 + face, w: 60, h: size + 6, size } };
    const floor = { x: 0, y: 0, w: 400, h: 400 };
    const alone: Scene = { sky: { ...floor, h: 0 }, beside: false, regions: [{ place: "round", role: "round", floor, sign: { x: 4, y: 4, w: 80, h: 24 }, lamp: null }], people: [who], others: [] };
    const now = voiced(alone, "a", 2).people[0];
    // The face's own share of letters would be less, where it is small.
    expect(now?.face.w).toBeGreaterThan(face);
    expect(now?.name?.size).toBeGreaterThanOrEqual(size);
  }));
  expect(BUBBLE.text).toBeGreaterThanOrEqual(LEAST_TEXT);
});
