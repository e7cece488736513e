/** A shared paper: its marks, and how the points of a line are written. The server reads them alike (rooms/activities/paper.py). */
import type { Activity, ClientCommand } from "../../../protocol/wire";
import type { Limit } from "../../../state/counting";

export type Canvas = Extract<Activity, { kind: "canvas" }>;
export type Act = Extract<Extract<ClientCommand, { type: "play" }>["move"], { kind: "canvas" }>["act"];
export type Form = Canvas["form"];
export type Mark = Canvas["marks"][string];
export type Pen = Mark["pen"];
export type Marks = Readonly<Record<string, Mark>>;
export interface Point {
  x: number;
  y: number;
}

export const FORMS: readonly Form[] = ["free", "stars"];
export const TITLE: Limit = { most: 60 };
export const WIDE = 1000;
export const HIGH = 700;
export const MOST_POINTS = 200;
/** As many marks go in one move. */
export const AT_ONCE = 8;
export const LINES = ["thin", "middle", "thick"] as const satisfies readonly Pen[];
export type Line = (typeof LINES)[number];
export type Stamp = Exclude<Pen, Line>;
export const STAMPS: readonly Stamp[] = ["star", "flower", "tree", "leaf", "house", "cat", "sun", "moon", "cloud", "boat", "lamp", "cup"];
/** Of a stamp's square. */
export const STAMP = 84;
export const WIDTHS: Record<Line, number> = { thin: 5, middle: 11, thick: 24 };
/** Muted, and each of at least three to one on its paper: one that is light, and a night for stars. */
export const INKS: Record<Form, readonly string[]> = {
  free: ["#4a433b", "#3f5f8a", "#55795a", "#a8782a", "#b0583f", "#8a5f86", "#4f8a9c", "#bf7570"],
  stars: ["#f6ecd2", "#a9c6ee", "#a8d1ad", "#f0cf8a", "#f0ab90", "#d8b3d0", "#9fd8e6", "#f3c3c0"],
};
export const GROUNDS: Record<Form, string> = { free: "#fffdf8", stars: "#23304a" };

export const isStamp = (pen: Pen): pen is Stamp => !(LINES as readonly Pen[]).includes(pen);

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MORE = 32;

export function lineOf(points: readonly Point[]): string {
  let letters = "";
  let before = { x: 0, y: 0 };
  for (const point of points) {
    for (const step of [point.x - before.x, point.y - before.y]) {
      let value = step < 0 ? -2 * step - 1 : 2 * step;
      for (; value >= MORE; value >>= 5) letters += LETTERS.charAt((value & 31) | MORE);
      letters += LETTERS.charAt(value);
    }
    before = point;
  }
  return letters;
}

export function pointsOf(line: string): Point[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of line) {
    const bits = LETTERS.indexOf(letter);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits >= MORE) continue;
    numbers.push(value & 1 ? -((value + 1) >> 1) : value >> 1);
    value = shift = 0;
  }
  const points: Point[] = [];
  let at = { x: 0, y: 0 };
  for (let n = 0; n + 1 < numbers.length; n += 2) {
    at = { x: at.x + (numbers[n] ?? 0), y: at.y + (numbers[n + 1] ?? 0) };
    points.push(at);
  }
  return points;
}

/** On the paper, whatever comes. */
export const held = (x: number, y: number): Point => ({
  x: Math.round(Math.min(WIDE, Math.max(0, x))),
  y: Math.round(Math.min(HIGH, Math.max(0, y))),
});

/** So far a point may lie beside the line that leaves it out: a third of the thinnest. */
const NEAR = 1.6;

/** A finger's points without those that nobody would miss, by Douglas and Peucker; as many as go. */
export function simplified(points: readonly Point[]): Point[] {
  for (let near = NEAR; ; near *= 2) {
    const kept = thinned(points, near);
    if (kept.length <= MOST_POINTS) return kept;
  }
}

function thinned(points: readonly Point[], near: number): Point[] {
  const keep = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    let far = near;
    let found = -1;
    for (let n = from + 1; n < to; n++) {
      const away = distance(points[n] as Point, points[from] as Point, points[to] as Point);
      if (away > far) [far, found] = [away, n];
    }
    if (found < 0) continue;
    keep.add(found);
    spans.push([from, found], [found, to]);
  }
  const left = points.filter((_, n) => keep.has(n));
  return left.length === 2 && left[0]?.x === left[1]?.x && left[0]?.y === left[1]?.y ? left.slice(1) : left;
}

/** From a point to the line between two. */
function distance(point: Point, from: Point, to: Point): number {
  const [wide, high] = [to.x - from.x, to.y - from.y];
  const long = wide * wide + high * high;
  const along = long === 0 ? 0 : Math.min(1, Math.max(0, ((point.x - from.x) * wide + (point.y - from.y) * high) / long));
  return Math.hypot(point.x - from.x - along * wide, point.y - from.y - along * high);
}

/** Of a finger. */
const FINGER = 36;

/** The mark under a finger: the nearest, and of several the one on top. */
export function markAt(marks: Marks, at: Point): string | null {
  let near = FINGER;
  let found: string | null = null;
  for (const [id, mark] of Object.entries(marks)) {
    const points = pointsOf(mark.line);
    const wide = isStamp(mark.pen) ? STAMP / 2 : 0;
    const away = Math.max(0, Math.min(...points.map((point, n) => distance(at, points[n - 1] ?? point, point))) - wide);
    if (away <= near) [near, found] = [away, id];
  }
  return found;
}

/** Among stars a line begins and ends at a dot that is near. */
export function snapped(marks: Marks, at: Point): Point {
  const ends = Object.values(marks).flatMap((mark) => pointsOf(mark.line));
  return ends.reduce<{ away: number; point: Point }>((best, point) => {
    const away = Math.hypot(point.x - at.x, point.y - at.y);
    return away < best.away ? { away, point } : best;
  }, { away: FINGER, point: at }).point;
}

export interface Counted {
  pen: "line" | "dot" | Stamp;
  ink: number;
  count: number;
}

/** What is on the paper: lines and dots by their ink, stamps by what they are. */
export function counted(marks: Marks): Counted[] {
  const all = new Map<string, Counted>();
  for (const mark of Object.values(marks)) {
    const pen = isStamp(mark.pen) ? mark.pen : pointsOf(mark.line).length === 1 ? "dot" : "line";
    const ink = isStamp(mark.pen) ? 0 : mark.ink;
    const key = `${pen} ${String(ink)}`;
    all.set(key, { pen, ink, count: (all.get(key)?.count ?? 0) + 1 });
  }
  return [...all.values()];
}
