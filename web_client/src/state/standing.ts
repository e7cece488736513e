/**
 * Where those stand whose walk has ended: at its end, or at the nearest spot of their own place where they cover no face, name,
 * sign or lamp. Who is on the way back keeps their seat free, too. All lengths are CSS pixels of the scene.
 */
import type { Point } from "../protocol/wire";
import { apart, type Box } from "./cells";
import type { Drawn, Scene } from "./scene";

/** Somebody of the scene, and how far from their seat their walk ends. */
export interface Walker {
  id: string;
  to: Point;
}

const STEP = 6;
const TURNS = 24;
const AIR = 2;

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((each) => each.x));
  const y = Math.min(...boxes.map((each) => each.y));
  return { x, y, w: Math.max(...boxes.map((each) => each.x + each.w)) - x, h: Math.max(...boxes.map((each) => each.y + each.h)) - y };
}

const partsOf = ({ face, name }: Drawn): Box[] => (name === null ? [face] : [face, name]);

/** The spot of a floor that is nearest to a wish; null where none is free. */
function nearest(body: Box, to: Point, floor: Box, taken: readonly Box[]): Point | null {
  const [right, bottom] = [floor.x + floor.w, floor.y + floor.h];
  const free = (at: Point) => {
    const [x, y] = [body.x + at.x, body.y + at.y];
    const moved = { x: x - AIR, y: y - AIR, w: body.w + 2 * AIR, h: body.h + 2 * AIR };
    return x >= floor.x && y >= floor.y && x + body.w <= right && y + body.h <= bottom && taken.every((each) => apart(each, moved));
  };
  if (free(to)) return to;
  for (let far = STEP; far <= floor.w + floor.h; far += STEP) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (turn / TURNS) * 2 * Math.PI;
      const at = { x: Math.round(to.x + far * Math.cos(angle)), y: Math.round(to.y + far * Math.sin(angle)) };
      if (free(at)) return at;
    }
  }
  return null;
}

/** How far from their seats they stand; who comes later in the list gives way. Without a free spot one stays in one's seat. */
export function standing(scene: Scene, walkers: readonly Walker[]): Map<string, Point> {
  const things = [
    ...scene.regions.flatMap(({ sign, lamp }) => (lamp === null ? [sign] : [sign, lamp])),
    ...scene.others.map(({ cell }) => cell),
  ];
  const found = new Map<string, Point>();
  const stands: Box[] = [];
  for (const { id, to } of walkers) {
    const who = scene.people.find((each) => each.id === id);
    const floor = scene.regions.find(({ place }) => place === who?.place)?.floor;
    if (who === undefined || floor === undefined) continue;
    const taken = [...things, ...stands, ...scene.people.filter((each) => each !== who).flatMap(partsOf)];
    const body = around(partsOf(who));
    const at = nearest(body, to, floor, taken) ?? { x: 0, y: 0 };
    found.set(id, at);
    stands.push({ ...body, x: body.x + at.x, y: body.y + at.y });
  }
  return found;
}
