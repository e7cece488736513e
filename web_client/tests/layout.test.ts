/** Nobody lies over anybody else, nobody is outside, nobody is lost: for any people in any box. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureOf, unitOf } from "../src/pages/hall/measure";
import { type Box, type Cell, type Guest, seated, type Seating } from "../src/state/layout";

const guests = fc
  .array(fc.record({ name: fc.integer({ min: 1, max: 20 }), loud: fc.boolean() }), { maxLength: 500 })
  .map((all): Guest[] => all.map(({ name, loud }, index) => ({ key: `p${index}`, name, loud: loud && index % 17 === 0 })));
const boxes = fc.record({ w: fc.integer({ min: 320, max: 1900 }), h: fc.integer({ min: 200, max: 1200 }) });
const wall: Box = { w: 1200, h: 760 };

function over(one: Cell, other: Cell): boolean {
  return Math.abs(one.x - other.x) * 2 < one.w + other.w - 0.1 && Math.abs(one.y - other.y) * 2 < one.h + other.h - 0.1;
}

function faults(all: readonly Guest[], box: Box, found: Seating, centre: Box | undefined): string[] {
  const said: string[] = [];
  const { cells, rest } = found;
  for (const [at, one] of cells.entries()) {
    if (one.x - one.w / 2 < -0.1 || one.x + one.w / 2 > box.w + 0.1) said.push(`${one.key} is outside`);
    if (one.y - one.h / 2 < -0.1 || one.y + one.h / 2 > box.h + 0.1) said.push(`${one.key} is outside`);
    for (const other of cells.slice(at + 1)) if (over(one, other)) said.push(`${one.key} lies over ${other.key}`);
    const lamp = { ...one, key: "lamp", x: box.w / 2, y: box.h / 2, w: centre?.w ?? 0, h: centre?.h ?? 0 };
    if (found.ring && over(one, lamp)) said.push(`${one.key} lies over the lamp`);
  }
  const seen = cells.map((cell) => cell.key);
  if (JSON.stringify(seen) !== JSON.stringify(all.filter((guest) => !rest.includes(guest.key)).map((guest) => guest.key))) said.push("the order");
  if (seen.length + rest.length !== all.length) said.push("somebody is lost");
  return said;
}

describe("seated", () => {
  test.each([true, false])("holds for any people in any box (lamp: %s)", (lamp) => {
    fc.assert(
      fc.property(guests, boxes, fc.constantFrom(1, 0.667, 0.5), (all, box, unit) => {
        const measure = measureOf(unit, lamp);
        const found = seated(all, box, measure);
        expect(faults(all, box, found, measure.centre)).toEqual([]);
        expect(seated(all, box, measure)).toEqual(found);
      }),
      { numRuns: 150 },
    );
  });

  test("what is measured can fail", () => {
    const all: Guest[] = [{ key: "p0", name: 3 }, { key: "p1", name: 3 }];
    const found = seated(all, wall, measureOf(1, false));
    const [one] = found.cells;
    if (one === undefined) throw new Error("nobody");
    expect(faults(all, wall, { ...found, cells: [one, { ...one, key: "p1" }] }, undefined)).toContain("p0 lies over p1");
    expect(faults(all, { w: 40, h: 40 }, found, undefined)).toContain("p0 is outside");
    expect(faults(all, wall, { ...found, cells: [one] }, undefined)).toContain("somebody is lost");
  });

  test("few sit around the lamp, each with their name; more stand in rows; nobody of eighty is only counted", () => {
    const of = (count: number) => Array.from({ length: count }, (_, index): Guest => ({ key: `p${index}`, name: 5 }));
    const few = seated(of(7), wall, measureOf(1, true));
    expect(few.ring).toBe(true);
    expect(few.cells.every((cell) => cell.font >= 41)).toBe(true);
    const [first] = few.cells;
    expect(first?.x).toBeCloseTo(wall.w / 2);
    expect(first?.y).toBeGreaterThan(wall.h / 2);
    const many = seated(of(80), wall, measureOf(1, true));
    expect(many.ring).toBe(false);
    expect(many.rest).toEqual([]);
    expect(seated(of(500), wall, measureOf(1, true)).rest.length).toBeLessThan(500);
  });

  test("who speaks has a name however many there are", () => {
    const all = Array.from({ length: 80 }, (_, index): Guest => ({ key: `p${index}`, name: 5, loud: index === 40 }));
    const found = seated(all, wall, measureOf(1, true));
    const faces = found.cells.map((cell) => cell.face);
    expect(found.cells.filter((cell) => cell.font > 0).map((cell) => cell.key)).toEqual(["p40"]);
    expect(faces[40]).toBe(Math.max(...faces));
  });

  test("who speaks is never the one that is only counted", () => {
    const all = Array.from({ length: 400 }, (_, index): Guest => ({ key: `p${index}`, name: 5, loud: index === 399 }));
    const found = seated(all, { w: 500, h: 300 }, measureOf(1, false));
    expect(found.rest.length).toBeGreaterThan(0);
    expect(found.cells.map((cell) => cell.key)).toContain("p399");
  });
});

test("the letters of a wall are never smaller than a page's", () => {
  expect(unitOf(1920, 1080)).toBe(1);
  expect(unitOf(1280, 720)).toBeCloseTo(2 / 3);
  expect(41 * unitOf(360, 740)).toBeGreaterThan(12);
});
