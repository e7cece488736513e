/**
 * Where everybody is drawn in a scene: a pure function of people, places and a box, in CSS pixels from the box's top left.
 * Every place gets a region (floors.ts), by its role (roles.ts); a region is cut into cells that do not touch (cells.ts), and a
 * face stands with its name inside its own cell. So nobody can lie over another, or be seen in a place where they are not.
 */
import { capacity, CAPACITIES, fit, GAP, leastOf, IN_HAND, type Box, type Reading, type Size } from "./cells";
import { othersIn, plots, roomsIn, type Plot, type Region } from "./floors";
import { ROLES, STAGE, type Role } from "./roles";

/** Someone to be drawn. */
export interface Sitter {
  id: string;
  /** The cell they keep, from 0 (plan.ts says which); two of a place never have the same. */
  cell: number;
  /** How wide the name is, in em; measured or estimated by `nameEm`. */
  em: number;
  /** Named even where there is no room for everybody's name: who speaks, waits for a turn, or looks at the screen. */
  marked: boolean;
}

export interface Group {
  place: string;
  role: Role;
  people: readonly Sitter[];
}

export interface Drawn {
  id: string;
  place: string;
  /** The target to press: nobody else's touches it. */
  cell: Box;
  face: Box;
  /** Null where only faces fit. */
  name: (Box & { size: number }) | null;
}

/** Those for whom there is no room, behind one button. */
export interface Others { place: string; people: string[]; cell: Box }

export interface Scene {
  /** The sky above the veranda. */
  sky: Box;
  /** Places stand beside each other instead of below. */
  beside: boolean;
  regions: Region[];
  people: Drawn[];
  others: Others[];
}

/** A place shows at most so many one by one; who is more is in its group. */
export const ONE_BY_ONE = 120;
const LONGEST_EM = 7;
/** Three letters, or two and the mark that there are more. */
const LEAST_EM = 3;

/** How wide a name is at most, in em, where it cannot be measured: half for ASCII, a whole for all else. */
export function nameEm(name: string): number {
  let em = 0;
  for (const each of name) em += each < "\u0080" ? 0.62 : 1;
  return em;
}

interface Seat { who: Sitter; cell: Box }

function faceIn(cell: Box, size: Size): Box {
  return { x: cell.x + (cell.w - size.face) / 2, y: cell.y + GAP / 2, w: size.face, h: size.face };
}

/** The whole line below a face on which the name is written. */
function lineIn(cell: Box, size: Size): Box {
  return { x: cell.x, y: cell.y + GAP / 2 + size.face + 2, w: cell.w, h: size.text + 6 };
}

function onLine(line: Box, box: Box): boolean {
  return box.y < line.y + line.h && line.y < box.y + box.h;
}

/** What faces, signs and lamps leave of a seat's line: asked once for each seat, since names change nothing about it. */
function between(cell: Box, size: Size, solid: readonly Box[], space: Box): Box {
  const line = lineIn(cell, size);
  const centre = cell.x + cell.w / 2;
  let [left, right] = [space.x, space.x + space.w];
  for (const each of solid) {
    if (!onLine(line, each)) continue;
    if (each.x + each.w <= centre) left = Math.max(left, each.x + each.w + 1);
    else if (each.x >= centre) right = Math.min(right, each.x - 1);
  }
  return { ...line, x: left, w: right - left };
}

/** How far a name may reach on what is left of its line: half of the way to the next name. */
function reach(cell: Box, size: Size, free: Box, named: readonly Seat[]): Box {
  const centre = cell.x + cell.w / 2;
  let [left, right] = [free.x, free.x + free.w];
  for (const { cell: other } of named) {
    if (other === cell || !onLine(free, lineIn(other, size))) continue;
    const middle = (centre + other.x + other.w / 2) / 2;
    if (other.x < cell.x) left = Math.max(left, middle + 1);
    else right = Math.min(right, middle - 1);
  }
  return { ...free, x: left, w: right - left };
}

function widthOf(who: Sitter, size: Size): number {
  return Math.ceil(who.em * size.text) + size.text;
}

/** From afar a name is read whole or not at all; in the hand three letters of it say who is meant. */
function leastName(who: Sitter, size: Size, reading: Reading): number {
  const whole = widthOf(who, size);
  return reading.least.none === undefined ? Math.min(whole, LEAST_EM * size.text + size.text) : whole;
}

/** A face on top of its cell and the name below it, no wider than `line`. */
function drawnIn(place: string, who: Sitter, cell: Box, size: Size, line: Box | null): Drawn {
  const face = faceIn(cell, size);
  if (line === null) return { id: who.id, place, cell, face, name: null };
  const w = Math.min(line.w, widthOf(who, size));
  const x = Math.min(Math.max(cell.x + cell.w / 2 - w / 2, line.x), line.x + line.w - w);
  return { id: who.id, place, cell, face, name: { ...line, x, w, size: size.text } };
}

/** Who has a cell of so many: the marked first, then by the cells they keep; those beyond take what is free. */
function seated(people: readonly Sitter[], cells: number): { shown: Map<string, number>; others: Sitter[] } {
  const order = [...people].sort((a, b) => Number(b.marked) - Number(a.marked) || a.cell - b.cell);
  const shown = new Map<string, number>();
  const chosen = order.slice(0, cells);
  const taken = new Set(chosen.filter((each) => each.cell < cells).map((each) => each.cell));
  let next = 0;
  for (const each of chosen) {
    if (each.cell < cells) {
      shown.set(each.id, each.cell);
      continue;
    }
    while (taken.has(next)) next += 1;
    taken.add(next);
    shown.set(each.id, next);
  }
  return { shown, others: order.slice(cells).sort((a, b) => a.cell - b.cell) };
}

/** As wide as the longest name, in few steps: a newcomer's name moves nobody. */
function emOf(people: readonly Sitter[]): number {
  const longest = people.reduce((most, each) => Math.max(most, each.em), 0);
  return [4, 5.5].find((em) => longest <= em) ?? LONGEST_EM;
}

/** Without the gaps of seats that stand empty. */
function closed(people: readonly Sitter[]): Sitter[] {
  return [...people].sort((a, b) => a.cell - b.cell).map((each, cell) => ({ ...each, cell }));
}

function neededBy(people: readonly Sitter[]): number {
  return people.reduce((most, each) => Math.max(most, each.cell + 1), 0);
}

/** Who of a place sits in which cell, with faces of one size; who has none is behind the button. */
interface Seats {
  taken: Seat[];
  size: Size;
  lamp: Box | null;
  others: readonly Sitter[];
  /** How wide a name is that stands in its cell. */
  em: number;
  /** What no face stands on: the sign, and the button where there is one. */
  blocks: Box[];
}

/** All of them with cells if they fit, as the others' cells are kept; else as many as fit. `me` sits at the bottom of a ring. */
function seatsOf({ role, people: all }: Group, region: Region, space: Box, me: string, reading: Reading, tallest: number | undefined): Seats {
  const { seating } = ROLES[role];
  const em = emOf(all);
  const blocks = [region.sign];
  const whole = (count: number) => (count > ONE_BY_ONE ? null : fit(seating, roomsIn(region, space), blocks, capacity(count), em, reading, tallest));
  let people = all;
  let fitted = whole(neededBy(people));
  if (fitted === null) {
    // All of them are seen before all of them keep their cells.
    people = closed(people);
    fitted = whole(people.length);
  }
  if (fitted === null) {
    const { button, left } = othersIn(region, space);
    blocks.push(button);
    for (const count of [...CAPACITIES].reverse()) {
      if (count > capacity(people.length)) continue;
      fitted = fit(seating, [{ space: left, lamp: region.lamp }], blocks, count, em, reading, tallest);
      if (fitted !== null) break;
    }
  }
  const { cells, size, lamp } = fitted ?? { cells: [], size: leastOf(reading), lamp: region.lamp };
  const { shown, others } = seated(people, cells.length);
  const mine = seating.ring === null ? 0 : (shown.get(me) ?? 0);
  const taken = people.flatMap((who) => {
    const at = shown.get(who.id);
    const cell = at === undefined ? undefined : cells[(at - mine + cells.length) % cells.length];
    return cell === undefined ? [] : [{ who, cell }];
  });
  return { taken, size, lamp, others, em, blocks };
}

/** Faces and names of those who sit: a name in its cell, or, between bare faces, as far as it may reach. On a stage as many as can be are named. */
function drawnOf({ place, role }: Group, { taken, size, lamp, em, blocks }: Seats, floor: Box, me: string, reading: Reading): Drawn[] {
  let named = taken.filter(({ who }) => size.names === "all" || who.marked || role === STAGE);
  const solid = [...blocks, ...(lamp === null ? [] : [lamp]), ...taken.map(({ cell }) => faceIn(cell, size))];
  const free = new Map(named.map(({ cell }) => [cell, between(cell, size, solid, floor)]));
  const lineOf = ({ who, cell }: Seat) => {
    const left = size.names === "all" && who.em <= em ? undefined : free.get(cell);
    return left === undefined ? lineIn(cell, size) : reach(cell, size, left, named);
  };
  const tooShort = (each: Seat) => lineOf(each).w < leastName(each.who, size, reading);
  const last = reading.least.none === undefined ? 1 : 0;
  // Between bare faces one name after the other is left out, until those that are left can be read: the viewer's own as the last.
  while (size.names === "marked" && named.length > last) {
    const short = named.filter(tooShort);
    if (short.length === 0) break;
    const spare = ({ who }: Seat) => !who.marked && who.id !== me;
    const out = short.findLast(spare) ?? named.findLast(spare) ?? short.findLast(({ who }) => who.id !== me) ?? short[0];
    named = named.filter((each) => each !== out);
  }
  return taken.map((each) => drawnIn(place, each.who, each.cell, size, size.names !== "none" && named.includes(each) ? lineOf(each) : null));
}

/** All of one place. */
function placed(group: Group, { region, space }: Plot, me: string, reading: Reading, tallest?: number): { region: Region; people: Drawn[]; others: Others[] } {
  const { place } = group;
  if (group.people.length === 0) return { region, people: [], others: [] };
  const seats = seatsOf(group, region, space, me, reading, tallest);
  const others = seats.others.length === 0 ? [] : [{ place, people: seats.others.map((each) => each.id), cell: othersIn(region, space).button }];
  return { region: { ...region, lamp: seats.lamp }, people: drawnOf(group, seats, region.floor, me, reading), others };
}

/**
 * The scene of the places whose people share one talk: at most one of each role. `me` is the viewer's id. A scene that is read
 * from afar is laid out in a smaller box and drawn larger, so that `reading` says only how small faces may be in it.
 */
export function scene(groups: readonly Group[], box: { w: number; h: number }, me: string, reading = IN_HAND): Scene {
  const cut = plots(groups, { x: 0, y: 0, ...box }, reading);
  const at = (group: Group, tallest?: number) => {
    const plot = cut.plots[groups.indexOf(group)];
    return plot === undefined ? [] : [placed(group, plot, me, reading, tallest)];
  };
  const [stage] = groups.filter(({ role }) => role === STAGE).flatMap((group) => at(group));
  const found = groups.flatMap((group) => (group.role === STAGE ? (stage ?? []) : at(group, stage?.people[0]?.face.h)));
  return {
    sky: cut.sky,
    beside: cut.beside,
    regions: found.map(({ region }) => region),
    people: found.flatMap(({ people }) => people),
    others: found.flatMap(({ others }) => others),
  };
}
