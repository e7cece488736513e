/**
 * Who speaks, in a scene that is laid out: larger by what is free around them, and with a bubble of their words where one fits.
 * Nobody else moves, so that a room in which people speak in turn stays calm. All lengths are CSS pixels.
 */
import { apart, LEAST_TEXT, type Box } from "./cells";
import { nameEm, type Drawn, type Scene } from "./scene";

const SCALES = [1.42, 1.3, 1.2, 1.1];
/** What a bubble is written in; the styles of Said.svelte say the same. */
export const BUBBLE = { text: 14, line: 20, lines: 3, padX: 12, padY: 6 };
const LEAST_W = 72;
const MOST_W = 260;
/** A bubble farther from somebody might be anybody's. */
export const BUBBLE_REACH = 14;
export const AIR = 4;
export const STEP = 6;

function wider(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by };
}

function within(inner: Box, outer: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w && inner.y + inner.h <= outer.y + outer.h;
}

/** All but one of the people that must stay free: faces, names, targets, signs, groups and the lamp. */
function solid(scene: Scene, but: string, targets = true): Box[] {
  return [
    ...scene.people.filter(({ id }) => id !== but).flatMap(({ cell, face, name }) => [face, ...(targets ? [cell] : []), ...(name === null ? [] : [name])]),
    ...scene.regions.flatMap(({ sign, lamp }) => (lamp === null ? [sign] : [sign, lamp])),
    ...scene.others.map(({ cell }) => cell),
  ];
}

/** A larger face with the name below it, which is `em` wide. */
function enlarged(who: Drawn, em: number, by: number, most = 16): Drawn & { name: NonNullable<Drawn["name"]> } {
  const size = Math.round(who.face.w * by);
  const [x, y] = [who.face.x + who.face.w / 2, who.face.y + who.face.h / 2];
  const face = { x: x - size / 2, y: y - size / 2, w: size, h: size };
  const text = Math.min(most, Math.max(who.name?.size ?? 0, LEAST_TEXT, Math.min(16, Math.round(size * 0.27))));
  const w = Math.ceil(em * text) + text;
  const name = { x: x - w / 2, y: face.y + size + 2, w, h: text + 6, size: text };
  const wide = Math.max(size, w) + 4;
  return { ...who, face, name, cell: { x: x - wide / 2, y: face.y - 2, w: wide, h: size + text + 12 } };
}

/** A larger face, and as much of the name as was seen. */
function faceAlone(who: Drawn, by: number): Drawn {
  if (who.name !== null) return enlarged(who, who.name.w / who.name.size - 1, by);
  const { face } = enlarged(who, 0, by);
  return { ...who, face, cell: wider(face, 2) };
}

function firstOf<Made>(ways: readonly (() => Made | null)[]): Made | null {
  for (const way of ways) {
    const made = way();
    if (made !== null) return made;
  }
  return null;
}

/**
 * The same scene with one of its people as large as there is room for, and their whole name, which is `em` wide; the same object
 * where there is no room for either. Where a whole name fits nowhere, the face is larger all the same.
 */
export function voiced(scene: Scene, id: string, em: number): Scene {
  const who = scene.people.find((each) => each.id === id);
  const floor = scene.regions.find(({ place }) => place === who?.place)?.floor;
  if (who === undefined || floor === undefined) return scene;
  const others = solid(scene, id);
  const seen = solid(scene, id, false);
  const free = (own: Box, taken: readonly Box[]) => within(own, floor) && taken.every((each) => apart(each, own));
  const fits = ({ cell, name }: Drawn) => free(cell, others) && (name === null || free(name, seen));
  const whole = (by: number, most?: number): Drawn | null => {
    const below = enlarged(who, em, by, most);
    if (fits(below)) return below;
    // Beside the face, where neighbours leave no room below it.
    const { face, name } = below;
    const cell = wider(face, 2);
    const at = nearTo(face, name, floor, [...seen, cell]);
    const beside = at === null ? null : { ...below, cell, name: { ...name, ...at } };
    return beside !== null && fits(beside) ? beside : null;
  };
  const scales = [...SCALES, 1];
  // Rather a small name than half of one.
  const larger = firstOf([
    ...scales.map((by) => () => whole(by)),
    ...scales.map((by) => () => whole(by, LEAST_TEXT)),
    ...SCALES.map((by) => () => [faceAlone(who, by)].find(fits) ?? null),
  ]);
  return larger === null ? scene : { ...scene, people: scene.people.map((each) => (each === who ? larger : each)) };
}

function gap(a: Box, b: Box): number {
  const across = Math.max(0, b.x - a.x - a.w, a.x - b.x - b.w);
  const down = Math.max(0, b.y - a.y - a.h, a.y - b.y - b.h);
  return across + down;
}

/** How large words may be drawn: in one line, two, or three, which end in an ellipsis. */
function sizes(text: string): { w: number; h: number }[] {
  const em = nameEm(text);
  const found = [];
  for (let lines = 1; lines <= BUBBLE.lines; lines += 1) {
    const w = Math.ceil((em / lines + (lines > 1 ? 2 : 0.5)) * BUBBLE.text) + 2 * BUBBLE.padX;
    if (w > MOST_W && lines < BUBBLE.lines) continue;
    found.push({ w: Math.max(LEAST_W, Math.min(w, MOST_W)), h: lines * BUBBLE.line + 2 * BUBBLE.padY });
  }
  return found;
}

/** Where something of that size stands nearest to a face, within bounds and on nothing. Null where there is no such room. */
function nearTo(face: Box, { w, h }: { w: number; h: number }, bounds: Box, taken: readonly Box[], air = 1): Box | null {
  const reach = wider(face, BUBBLE_REACH);
  const [right, bottom] = [bounds.x + bounds.w - w - air, bounds.y + bounds.h - h - air];
  let [best, least]: [Box | null, number] = [null, Infinity];
  for (let y = Math.max(bounds.y + air, reach.y - h); y <= Math.min(bottom, reach.y + reach.h); y += STEP) {
    for (let x = Math.max(bounds.x + air, reach.x - w); x <= Math.min(right, reach.x + reach.w); x += STEP) {
      const found = { x, y, w, h };
      const aside = Math.abs(x + w / 2 - face.x - face.w / 2) + Math.abs(y + h / 2 - face.y - face.h / 2);
      const far = gap(found, face);
      if (far > BUBBLE_REACH || aside + far >= least || !taken.every((each) => apart(each, wider(found, air)))) continue;
      [best, least] = [found, aside + far];
    }
  }
  return best;
}

/** Where the words of somebody stand near their face, on nothing else. Null where there is no such room. */
export function bubbleOf(scene: Scene, box: { w: number; h: number }, id: string, text: string): Box | null {
  const who = scene.people.find((each) => each.id === id);
  if (who === undefined || text === "") return null;
  const taken = [...solid(scene, id), who.face, ...(who.name === null ? [] : [who.name])];
  for (const size of sizes(text)) {
    const found = nearTo(who.face, size, { x: 0, y: 0, ...box }, taken, AIR);
    if (found !== null) return found;
  }
  return null;
}
