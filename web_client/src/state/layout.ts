/**
 * Where people stand in a box: a pure function of who they are and how large the box is, so that a picture cannot lie. Nobody
 * lies over anybody else, nobody is outside, and each keeps the place in the order that they have; what changes with their
 * number is the size, then whether a name stands below a face, and at last whether a few are only counted.
 *
 * All lengths are CSS pixels; a cell's x and y are its middle.
 */

export interface Box {
  w: number;
  h: number;
}

/** Somebody to be seated; in order. */
export interface Guest {
  key: string;
  /** How wide the name is, in units of its own height. */
  name: number;
  /** Whoever is looked for first: larger than the others, and always with a name. */
  loud?: boolean;
}

export interface Cell {
  key: string;
  x: number;
  y: number;
  /** What nobody else has: the face, the name and the air round them. */
  w: number;
  h: number;
  face: number;
  /** The height of the name's letters; 0 where none is shown. */
  font: number;
}

/** How large, from the largest to the smallest that may be tried. */
export interface Measure {
  /** Of faces with names below them. */
  named: readonly number[];
  /** Of faces without. */
  bare: readonly number[];
  /** The height of a name's letters. */
  font: number;
  /** Between two cells. */
  gap: number;
  /** How much larger a face is that is looked for. */
  loud: number;
  /** What stands in the middle: around it they sit in a ring, as long as they are few. */
  centre?: Box;
}

export interface Seating {
  cells: Cell[];
  /** Keys of those who are only counted. */
  rest: string[];
  ring: boolean;
}

const NOBODY: Seating = { cells: [], rest: [], ring: false };
/** Of a name's letters: what its pill has around them, and what it is away from the face. */
const PILL = 0.9;
const LINE = 1.5;
/** So much smaller than in rows a face may be, so that people sit around their lamp. */
const ROUND = 0.65;

function cellOf(guest: Guest, face: number, named: boolean, measure: Measure): Cell {
  const size = Math.round(face * (guest.loud === true ? measure.loud : 1));
  const font = named || guest.loud === true ? measure.font : 0;
  return {
    key: guest.key,
    x: 0,
    y: 0,
    w: Math.max(size, Math.ceil((guest.name + PILL) * font)) + measure.gap,
    h: size + Math.ceil(font * LINE) + measure.gap,
    face: size,
    font,
  };
}

function apart(one: Cell, other: Cell): boolean {
  return Math.abs(one.x - other.x) * 2 >= one.w + other.w - 0.01 || Math.abs(one.y - other.y) * 2 >= one.h + other.h - 0.01;
}

/** In lines from left to right, each as long as there is room; null where they do not fit. */
function inRows(cells: readonly Cell[], box: Box): Cell[] | null {
  const rows: Cell[][] = [];
  let used = 0;
  for (const cell of cells) {
    if (cell.w > box.w) return null;
    const row = rows.at(-1);
    if (row === undefined || used + cell.w > box.w) {
      rows.push([cell]);
      used = cell.w;
    } else {
      row.push(cell);
      used += cell.w;
    }
  }
  const heights = rows.map((row) => Math.max(...row.map((cell) => cell.h)));
  const free = box.h - heights.reduce((sum, high) => sum + high, 0);
  if (free < 0) return null;
  const air = free / (rows.length + 1);
  let top = air;
  return rows.flatMap((row, index) => {
    const high = heights[index] ?? 0;
    // Lines that are not the last spread over the whole width; the last stands as close as the one before.
    const wide = row.reduce((sum, cell) => sum + cell.w, 0);
    const between = index === rows.length - 1 && index > 0 ? 0 : (box.w - wide) / (row.length + 1);
    let left = between > 0 ? between : (box.w - wide) / 2;
    const line = row.map((cell) => {
      const placed = { ...cell, x: left + cell.w / 2, y: top + high - cell.h / 2 };
      left += cell.w + between;
      return placed;
    });
    top += high + air;
    return line;
  });
}

/** Around the middle, the first at the bottom and then against the clock; null where two would touch. */
function inRing(cells: readonly Cell[], box: Box, centre: Box): Cell[] | null {
  const wide = Math.max(...cells.map((cell) => cell.w));
  const high = Math.max(...cells.map((cell) => cell.h));
  const [rx, ry] = [(box.w - wide) / 2, (box.h - high) / 2];
  if (rx <= 0 || ry <= 0) return null;
  const middle: Cell = { key: "", x: box.w / 2, y: box.h / 2, ...centre, face: 0, font: 0 };
  // Equal steps along the curve, not equal angles: on a flat ellipse those would crowd at its sides.
  const points = 720;
  const curve = Array.from({ length: points + 1 }, (_, step) => {
    const angle = Math.PI / 2 - (2 * Math.PI * step) / points;
    return { x: box.w / 2 + rx * Math.cos(angle), y: box.h / 2 + ry * Math.sin(angle) };
  });
  const lengths = [0];
  for (let step = 1; step <= points; step += 1) {
    const [one, other] = [curve[step - 1], curve[step]];
    lengths.push((lengths[step - 1] ?? 0) + Math.hypot((one?.x ?? 0) - (other?.x ?? 0), (one?.y ?? 0) - (other?.y ?? 0)));
  }
  const whole = lengths[points] ?? 0;
  let at = 0;
  const placed = cells.map((cell, index) => {
    const wanted = (whole * index) / cells.length;
    while (at < points && (lengths[at] ?? 0) < wanted) at += 1;
    return { ...cell, x: curve[at]?.x ?? 0, y: curve[at]?.y ?? 0 };
  });
  const clear = placed.every((one, index) => apart(one, middle) && placed.slice(index + 1).every((other) => apart(one, other)));
  return clear ? placed : null;
}

function inOneWay(guests: readonly Guest[], face: number, named: boolean, box: Box, measure: Measure, centre?: Box): Seating | null {
  const cells = guests.map((guest) => cellOf(guest, face, named, measure));
  const found = centre === undefined ? inRows(cells, box) : inRing(cells, box, centre);
  return found === null ? null : { cells: found, rest: [], ring: centre !== undefined };
}

/** The first size at which they fit. */
function largest(guests: readonly Guest[], sizes: readonly number[], named: boolean, box: Box, measure: Measure, centre?: Box): [number, Seating] | null {
  for (const face of sizes) {
    const found = inOneWay(guests, face, named, box, measure, centre);
    if (found !== null) return [face, found];
  }
  return null;
}

/** Everybody in the box: as large as they fit with their names, else without, else some of them and the others counted. */
export function seated(guests: readonly Guest[], box: Box, measure: Measure): Seating {
  if (guests.length === 0) return NOBODY;
  const { centre } = measure;
  const rows = largest(guests, measure.named, true, box, measure);
  const ring = centre === undefined ? null : largest(guests, measure.named, true, box, measure, centre);
  if (ring !== null && (rows === null || ring[0] >= rows[0] * ROUND)) return ring[1];
  return (rows ?? largest(guests, measure.bare, false, box, measure))?.[1] ?? some(guests, box, measure);
}

/** As many as fit at the smallest: first whoever is looked for, then the others in their order. */
function some(guests: readonly Guest[], box: Box, measure: Measure): Seating {
  const least = measure.bare.at(-1) ?? measure.named.at(-1) ?? 0;
  const loud = guests.filter((guest) => guest.loud === true);
  const others = guests.filter((guest) => guest.loud !== true);
  let [fit, most] = [0, guests.length];
  let best: Seating | null = null;
  while (fit < most) {
    const count = Math.ceil((fit + most) / 2);
    const kept = new Set([...loud, ...others].slice(0, count).map((guest) => guest.key));
    const found = inOneWay(guests.filter((guest) => kept.has(guest.key)), least, false, box, measure);
    if (found === null) most = count - 1;
    else {
      fit = count;
      best = { ...found, rest: guests.filter((guest) => !kept.has(guest.key)).map((guest) => guest.key) };
    }
  }
  return best ?? { ...NOBODY, rest: guests.map((guest) => guest.key) };
}
