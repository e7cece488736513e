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
function solid(scene: Scene, but: string): Box[] {
  return [
    ...scene.people.filter(({ id }) => id !== but).flatMap(({ cell, face, name }) => [cell, face, ...(name === null ? [] : [name])]),
    ...scene.regions.flatMap(({ sign, lamp }) => (lamp === null ? [sign] : [sign, lamp])),
    ...scene.others.map(({ cell }) => cell),
  ];
}

function enlarged(who: Drawn, by: number): Drawn {
  const size = Math.round(who.face.w * by);
  const [x, y] = [who.face.x + who.face.w / 2, who.face.y + who.face.h / 2];
  const face = { x: x - size / 2, y: y - size / 2, w: size, h: size };
  if (who.name === null) return { ...who, face, cell: wider(face, 2) };
  const text = Math.max(who.name.size, LEAST_TEXT, Math.min(16, Math.round(size * 0.27)));
  const w = Math.ceil((who.name.w * text) / who.name.size);
  const name = { x: x - w / 2, y: face.y + size + 2, w, h: text + 6, size: text };
  const wide = Math.max(size, w) + 4;
  return { ...who, face, name, cell: { x: x - wide / 2, y: face.y - 2, w: wide, h: size + text + 12 } };
}

/** The same scene with one of its people as large as there is room for; the same object where there is none. */
export function voiced(scene: Scene, id: string): Scene {
  const who = scene.people.find((each) => each.id === id);
  const floor = scene.regions.find(({ place }) => place === who?.place)?.floor;
  if (who === undefined || floor === undefined) return scene;
  const others = solid(scene, id);
  for (const by of SCALES) {
    const larger = enlarged(who, by);
    if (!within(larger.cell, floor) || !others.every((each) => apart(each, larger.cell))) continue;
    return { ...scene, people: scene.people.map((each) => (each === who ? larger : each)) };
  }
  return scene;
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

/** Where the words of somebody stand near their face, on nothing else. Null where there is no such room. */
export function bubbleOf(scene: Scene, box: { w: number; h: number }, id: string, text: string): Box | null {
  const who = scene.people.find((each) => each.id === id);
  if (who === undefined || text === "") return null;
  const own = [who.face, ...(who.name === null ? [] : [who.name])];
  const taken = [...solid(scene, id), ...own];
  for (const { w, h } of sizes(text)) {
    const reach = wider(who.face, BUBBLE_REACH);
    let [best, least]: [Box | null, number] = [null, Infinity];
    for (let y = Math.max(AIR, reach.y - h); y <= Math.min(box.h - h - AIR, reach.y + reach.h); y += STEP) {
      for (let x = Math.max(AIR, reach.x - w); x <= Math.min(box.w - w - AIR, reach.x + reach.w); x += STEP) {
        const bubble = { x, y, w, h };
        const aside = Math.abs(x + w / 2 - who.face.x - who.face.w / 2) + Math.abs(y + h / 2 - who.face.y - who.face.h / 2);
        const far = gap(bubble, who.face);
        if (far > BUBBLE_REACH || aside + far >= least || !taken.every((each) => apart(each, wider(bubble, AIR)))) continue;
        [best, least] = [bubble, aside + far];
      }
    }
    if (best !== null) return best;
  }
  return null;
}
