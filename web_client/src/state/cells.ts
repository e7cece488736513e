/** Cells that do not touch, in a space: each way to sit in one (`Seating`) is a value at the end. All lengths are CSS pixels. */

export interface Box { x: number; y: number; w: number; h: number }

/** Names are never smaller. */
export const LEAST_TEXT = 12;
export const GAP = 4;
export const CAPACITIES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 56, 64, 80, 100, 120];

/** Whose names stand below their faces: everybody's, only those of the marked, or none. */
export type Names = "all" | "marked" | "none";

export interface Reading {
  /** How small faces may be, by whose names stand below them. What is none of them is never drawn so. */
  least: Partial<Record<Names, number>>;
  /** From this height on, rows of people take no more of a scene than is their share of all. */
  band: number;
  /** Whether the evening is seen above. */
  sky: boolean;
}

/** In the hand: what is drawn can be pressed, and whoever is marked has a name. */
export const IN_HAND: Reading = { least: { all: 28, marked: 24 }, band: Infinity, sky: true };

export interface Size { face: number; text: number; names: Names; w: number; h: number }

export function sizeOf(face: number, names: Names, em: number): Size {
  const text = names === "none" ? 0 : Math.max(LEAST_TEXT, Math.min(16, Math.round(face * 0.27)));
  const wide = names === "all" ? Math.max(face, Math.ceil(em * text) + text) : face;
  return { face, text, names, w: wide + GAP, h: face + (names === "none" ? 0 : text + 8) + GAP };
}

/** The least size of a reading. */
export function leastOf({ least }: Reading): Size {
  const names: Names = least.none === undefined ? "marked" : "none";
  return sizeOf(least[names] ?? 0, names, 0);
}

/** From the largest to the least. */
function* sizesFrom(most: number, em: number, { least }: Reading): Generator<Size> {
  for (const names of ["all", "marked", "none"] as const) {
    for (let face = names === "all" ? most : Math.min(most, 44); face >= (least[names] ?? Infinity); face -= 2) yield sizeOf(face, names, em);
  }
}

export function apart(a: Box, b: Box): boolean {
  return a.x + a.w <= b.x + 0.01 || b.x + b.w <= a.x + 0.01 || a.y + a.h <= b.y + 0.01 || b.y + b.h <= a.y + 0.01;
}

export function around(x: number, y: number, w: number, h: number): Box {
  return { x: x - w / 2, y: y - h / 2, w, h };
}

/** Cells in rows, as few as hold them, in the middle of the space. Null where they do not fit. */
function rows(space: Box, count: number, size: Size): Box[] | null {
  const most = Math.floor(space.w / size.w);
  if (most < 1) return null;
  const lines = Math.ceil(count / most);
  if (lines * size.h > space.h) return null;
  const across = Math.ceil(count / lines);
  const pitch = Math.min(space.w / across, size.w * 1.6 + 8);
  const down = Math.min(space.h / lines, size.h * 1.25);
  const left = space.x + (space.w - pitch * across) / 2;
  const top = space.y + (space.h - down * lines) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / across);
    const inRow = Math.min(across, count - row * across);
    const x = left + ((across - inRow) * pitch) / 2 + ((index % across) + 0.5) * pitch;
    return around(x, top + (row + 0.5) * down, size.w, size.h);
  });
}

const STEPS = 160;

/**
 * Points along an ellipse from its bottom, clockwise as seen: at equal angles where cells fit so, else as far from each other as
 * can be measured in cells, so that at the top and the bottom names stand side by side and at the sides faces below each other.
 * None where two neighbours would touch.
 */
function ellipse(space: Box, size: Size, count: number): Point[] {
  const rx = (space.w - size.w) / 2;
  const ry = (space.h - size.h) / 2;
  // Few sit close to the lamp, not at the far walls; in a low place, as far apart as leaves two of them beside each other.
  const near = Math.min(rx, Math.max(ry * 2.1 + count * 6, ry < size.h ? size.w * 1.25 : 0));
  // More than stand along the walls fit no ring.
  if (4 * (near / size.w + ry / size.h) < count) return count === 1 ? [{ x: space.x + space.w / 2, y: space.y + space.h / 2 + ry }] : [];
  /** The larger the power, the more it is a table with round corners, which holds more. */
  const line = (power: number): Line => (part) => {
    const angle = Math.PI / 2 + part * 2 * Math.PI;
    const [x, y] = [Math.cos(angle), Math.sin(angle)].map((each) => Math.sign(each) * Math.abs(each) ** (2 / power));
    return { x: space.x + space.w / 2 + near * (x ?? 0), y: space.y + space.h / 2 + ry * (y ?? 0) };
  };
  const even = evenly(line(2), count, size);
  if (even !== null) return even;
  for (const power of [2, 3, 5]) {
    const found = apartAround(line(power), count, size);
    if (found.length > 0) return found;
  }
  return [];
}

interface Point { x: number; y: number }
/** A closed line, by parts from 0 to 1. */
type Line = (part: number) => Point;

/** How far two points are from each other, in cells: from 1 on they do not touch. */
function inCells(a: Point, b: Point, size: Size): number {
  return Math.max(Math.abs(a.x - b.x) / size.w, Math.abs(a.y - b.y) / size.h);
}

/** So many at equal angles. Null where neighbours would touch. */
function evenly(at: Line, count: number, size: Size): Point[] | null {
  const points = Array.from({ length: count }, (_, index) => at(index / count));
  return points.every((one, index) => count === 1 || inCells(one, points[(index + 1) % count] ?? one, size) >= 1) ? points : null;
}

/** So many along a line, the nearest neighbours as far apart as can be. None where they would touch. */
function apartAround(at: Line, count: number, size: Size): Point[] {
  const points = Array.from({ length: STEPS }, (_, step) => at(step / STEPS));
  const first = at(0);
  const seats = (least: number): Point[] => {
    const found = [first];
    for (const point of points) if (found.length < count && inCells(found.at(-1) ?? first, point, size) >= least) found.push(point);
    return found.length === count && inCells(found.at(-1) ?? first, first, size) >= least ? found : [];
  };
  let best = seats(1);
  for (let [low, high, turn] = [1, STEPS, 0]; best.length > 0 && turn < 16; turn += 1) {
    const middle = (low + high) / 2;
    const found = seats(middle);
    if (found.length === 0) high = middle;
    else [low, best] = [middle, found];
  }
  return best;
}

function ring(space: Box, blocks: readonly Box[], count: number, size: Size): Box[] | null {
  if (space.w < size.w || space.h < size.h) return null;
  const cells = ellipse(space, size, count).map(({ x, y }) => around(x, y, size.w, size.h));
  if (cells.length < count) return null;
  const free = cells.every((cell, index) => blocks.every((each) => apart(cell, each)) && cells.slice(index + 1).every((other) => apart(cell, other)));
  return free ? cells : null;
}

/** Several rings on a lattice around the lamp, the outermost first, each from its bottom. */
function rings(space: Box, blocks: readonly Box[], count: number, size: Size): Box[] | null {
  const across = Math.floor(space.w / size.w);
  const down = Math.floor(space.h / size.h);
  if (across * down < count) return null;
  const [w, h] = [space.w / across, space.h / down];
  const found: { box: Box; depth: number; turn: number }[] = [];
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const box = around(space.x + (column + 0.5) * w, space.y + (row + 0.5) * h, size.w, size.h);
      if (!blocks.every((each) => apart(box, each))) continue;
      const depth = Math.min(row, down - 1 - row, column, across - 1 - column);
      const angle = Math.atan2((row + 0.5) / down - 0.5, (column + 0.5) / across - 0.5) - Math.PI / 2;
      found.push({ box, depth, turn: (angle + 4 * Math.PI + 0.001) % (2 * Math.PI) });
    }
  }
  if (found.length < count) return null;
  found.sort((a, b) => a.depth - b.depth || a.turn - b.turn);
  const cells: Box[] = [];
  for (let depth = 0; cells.length < count; depth += 1) {
    const ring = found.filter((each) => each.depth === depth);
    // Of a ring that is not full, cells at equal distances: nobody sits in a crowd while the other side is empty.
    const taken = Math.min(ring.length, count - cells.length);
    for (let index = 0; index < taken; index += 1) {
      const cell = ring[Math.floor((index * ring.length) / taken)];
      if (cell !== undefined) cells.push(cell.box);
    }
  }
  return cells;
}

/** Where people may sit, and the lamp in the middle of it. */
export interface Room { space: Box; lamp: Box | null }

export interface Fitted {
  cells: Box[];
  size: Size;
  /** Which of the lamps they sit around. */
  lamp: Box | null;
}

/** So many cells of a size in a space, on none of the blocks. Null where they do not fit. */
type Cells = (space: Box, blocks: readonly Box[], count: number, size: Size) => Box[] | null;

/** How the people of a place sit. */
export interface Seating {
  /** How high a face may be, as a part of the space. */
  tallest: number;
  /** In one ring, which is tried first where so many may sit so; null where there is none. Who looks sits at its bottom. */
  ring: Cells | null;
  /** However many they are. */
  many: Cells;
}

/** Around the lamp, if there is one. */
export const AROUND: Seating = { tallest: 0.26, ring, many: rings };
/** In rows below a sign. */
export const IN_ROWS: Seating = { tallest: 0.6, ring: null, many: (space, _, count, size) => rows(space, count, size) };

const LOW_FACE = 36;
const LOW_PART = 0.38;

/** So many may sit in one ring, if their faces are no smaller by it than this part of what they are on a lattice. */
export const MOST_IN_RING = 28;
export const FACES_IN_RING = 0.75;
/** So many do wherever they can, with faces as small as this part, or around a smaller lamp. */
export const MOST_FOR_A_RING = 16;
export const FACES_FOR_A_RING = 0.6;

/**
 * The largest faces with which so many fit into the first of `rooms`, in one ring if that costs little; few in whichever leaves
 * them a ring. No face is higher than `tallest`. Null where they do not fit at all.
 */
export function fit(seating: Seating, rooms: readonly [Room, ...Room[]], blocks: readonly Box[], count: number, em: number, reading: Reading, tallest = 84): Fitted | null {
  const [first] = rooms;
  // In a low place a face may have a larger part of it: names are read below faces of 28 pixels and more.
  const low = Math.min(LOW_FACE, first.space.h * LOW_PART);
  const most = Math.min(tallest, Math.floor(Math.max(first.space.h * seating.tallest, low, leastOf(reading).face) / 2) * 2);
  const withLamp = (each: Room) => (each.lamp === null ? blocks : [...blocks, each.lamp]);
  const inRing = count <= MOST_IN_RING ? seating.ring : null;
  const [may, part] = count <= MOST_FOR_A_RING ? [rooms, FACES_FOR_A_RING] : [[first], FACES_IN_RING];
  let found: Fitted | null = null;
  for (const size of sizesFrom(most, em, reading)) {
    if (found !== null && (size.names !== found.size.names || size.face < found.size.face * part)) break;
    for (const room of inRing === null ? [] : may) {
      const cells = inRing?.(room.space, withLamp(room), count, size) ?? null;
      if (cells !== null) return { cells, size, lamp: room.lamp };
    }
    if (found !== null) continue;
    const cells = seating.many(first.space, withLamp(first), count, size);
    if (cells !== null) found = { cells, size, lamp: first.lamp };
    if (found !== null && inRing === null) break;
  }
  return found;
}

export function capacity(needed: number): number {
  return CAPACITIES.find((each) => each >= needed) ?? needed;
}
