/** A wall is the room's scene drawn larger: how large, and that those who come are seen there. */
import { expect, test } from "vitest";
import { scaleOf, unitOf, WALL } from "../src/pages/hall/measure";
import { talkOf } from "../src/pages/hall/shown";
import { STAFF_WORDS } from "../src/state/room.svelte";
import { scene, type Group, type Sitter } from "../src/state/scene";
import type { Message } from "../src/protocol/wire";
import type { Role } from "../src/state/roles";

function people(role: Role, count: number, em = 4): Group {
  return { place: role, role, people: Array.from({ length: count }, (_, cell): Sitter => ({ id: `${role}${String(cell)}`, cell, em, marked: cell === 2 })) };
}

/** The scene's part of a wall, as it is laid out. */
function box(width: number, height: number): { w: number; h: number } {
  const scale = scaleOf(unitOf(width, height));
  return { w: (width * 0.64) / scale, h: height / scale };
}

const WALLS = [[1920, 1080], [1280, 720], [1366, 768], [1024, 768]] as const;

test("the letters of a wall are never smaller than a page's", () => {
  expect(unitOf(1920, 1080)).toBe(1);
  expect(unitOf(1280, 720)).toBeCloseTo(2 / 3);
  expect(12 * scaleOf(unitOf(1920, 1080))).toBe(41);
  expect(12 * scaleOf(unitOf(360, 740))).toBeGreaterThan(12);
});

test.each(WALLS)("a few have names, and nobody of eighty at home and thirty in the hall is only counted: %d×%d", (width, height) => {
  const alone = scene([people("edge", 1), people("round", 8), people("foot", 4)], box(width, height), "", WALL);
  expect(alone.people.find((each) => each.place === "edge")?.name).not.toBeNull();
  const few = scene([people("round", 8), people("foot", 4)], box(width, height), "", WALL);
  expect(few.people.filter((each) => each.name !== null)).toHaveLength(12);
  const many = scene([people("round", 80), people("foot", 30)], box(width, height), "", WALL);
  expect(many.others).toEqual([]);
  expect(many.people).toHaveLength(110);
  const listening = scene([people("edge", 15), people("round", 65), people("foot", 30)], box(width, height), "", WALL);
  expect(listening.people).toHaveLength(110);
  const facing = scene([people("platform", 4), people("rows", 80), people("edge", 6), people("foot", 20)], box(width, height), "", WALL);
  expect(facing.people).toHaveLength(110);
});

test("what staff write to all leaves the wall after five minutes; what participants write stays", () => {
  const said = (id: string, role: Message["role"], at: number, removed = false): Message => ({
    id, role, at, removed, person: id, nickname: id, avatar: null, text: id, scope: "room", zone: "main", to_hall: true, to: null,
  });
  const talk = [said("left", "facilitator", 0), said("gone", "participant", 1, true), said("a", "participant", 2), said("late", "assistant", 1000)];
  const ids = (now: number) => talkOf(talk, now).map(({ id }) => id);
  expect(ids(STAFF_WORDS - 1)).toEqual(["left", "a", "late"]);
  expect(ids(STAFF_WORDS)).toEqual(["a", "late"]);
  expect(ids(10 * STAFF_WORDS)).toEqual(["a"]);
  expect(STAFF_WORDS).toBe(5 * 60_000);
});
