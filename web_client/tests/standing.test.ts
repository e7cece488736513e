/** Where walks end: on nobody, inside the walker's own place, and where it was wished wherever that is free. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { apart, type Box } from "../src/state/cells";
import { scene, type Drawn, type Group, type Scene } from "../src/state/scene";
import { standing, type Walker } from "../src/state/standing";
import { walked } from "../src/state/ground";
import { voiced } from "../src/state/voiced";

const sizes = fc.constantFrom({ w: 344, h: 340 }, { w: 370, h: 150 }, { w: 840, h: 520 }, { w: 1440, h: 800 });
const group = (role: Group["role"], count: number): Group => ({
  place: role,
  role,
  people: Array.from({ length: count }, (_, cell) => ({ id: `${role}${String(cell)}`, cell, em: 2 + (cell % 5), marked: cell % 9 === 0 })),
});
const pictures = fc
  .tuple(sizes, fc.nat(12), fc.integer({ min: 1, max: 40 }), fc.nat(12), fc.nat(40))
  .map(([size, edge, round, foot, speaks]) => voiced(scene([group("edge", edge), group("round", round), group("foot", foot)], size, "round0"), `round${String(speaks)}`, 3));
const walks = fc.array(fc.record({ who: fc.nat(60), x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -500, max: 500 }) }), { maxLength: 25 });

function walkersOf(picture: Scene, wishes: readonly { who: number; x: number; y: number }[]): Walker[] {
  const all = wishes.flatMap(({ who, x, y }) => {
    const id = picture.people[who % Math.max(1, picture.people.length)]?.id;
    return id === undefined ? [] : [{ id, to: { x, y } }];
  });
  return all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index);
}

const boxesOf = ({ face, name }: Drawn, by = { x: 0, y: 0 }): Box[] =>
  (name === null ? [face] : [face, name]).map((box) => ({ x: box.x + by.x, y: box.y + by.y, w: box.w, h: box.h }));

test("nobody stands over a face, a name, a sign or the lamp, and nobody outside their place", () => {
  fc.assert(fc.property(pictures, walks, (picture, wishes) => {
    const at = standing(picture, walkersOf(picture, wishes));
    const things = [...picture.regions.flatMap(({ sign, lamp }) => (lamp === null ? [sign] : [sign, lamp])), ...picture.others.map(({ cell }) => cell)];
    for (const [id, by] of at) {
      const who = picture.people.find((each) => each.id === id);
      const floor = picture.regions.find(({ place }) => place === who?.place)?.floor;
      if (who === undefined || floor === undefined) throw new Error(id);
      const mine = boxesOf(who, by);
      const taken = [...things, ...picture.people.filter((each) => each !== who).flatMap((each) => [...boxesOf(each), ...boxesOf(each, at.get(each.id))])];
      expect(mine.flatMap((box) => taken.filter((other) => !apart(box, other)))).toEqual([]);
      const inside = mine.every((box) => box.x >= floor.x && box.y >= floor.y && box.x + box.w <= floor.x + floor.w && box.y + box.h <= floor.y + floor.h);
      expect(inside || (by.x === 0 && by.y === 0)).toBe(true);
    }
  }), { numRuns: 200 });
});

test("who walks alone to a free spot stands there, and on somebody's seat beside them", () => {
  const picture = scene([group("edge", 0), group("round", 4), group("foot", 0)], { w: 840, h: 520 }, "round0");
  const [one, other] = picture.people;
  if (one === undefined || other === undefined) throw new Error("nobody");
  expect(standing(picture, [{ id: one.id, to: { x: 120, y: -40 } }]).get(one.id)).toEqual({ x: 120, y: -40 });
  const seat = { x: other.cell.x - one.cell.x, y: other.cell.y - one.cell.y };
  const at = standing(picture, [{ id: one.id, to: seat }]).get(one.id) ?? { x: Infinity, y: 0 };
  expect(at).not.toEqual(seat);
  expect(Math.hypot(at.x - seat.x, at.y - seat.y)).toBeLessThan(other.cell.w + other.cell.h);
});

test("where nothing is free one stays in one's seat", () => {
  const picture = scene([group("edge", 0), group("round", 1), group("foot", 0)], { w: 344, h: 340 }, "round0");
  const full = { ...picture, regions: picture.regions.map((each) => ({ ...each, sign: each.floor })) };
  expect(standing(full, [{ id: "round0", to: { x: 40, y: 0 } }]).get("round0")).toEqual({ x: 0, y: 0 });
});

test("how much of a way lies behind goes from nothing to all", () => {
  const stroll = { person: "a", path: [{ x: 0, y: 0 }, { x: 100, y: 0 }], at: 1000, speed: 50 };
  expect([0, 1000, 2000, 3000, 9000].map((now) => walked(stroll, now))).toEqual([0, 0, 0.5, 1, 1]);
  expect(walked({ ...stroll, path: [{ x: 5, y: 5 }] }, 0)).toBe(1);
});
