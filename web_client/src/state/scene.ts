/**
 * Where everybody is drawn in a scene: a pure function of people, places and a box, in CSS pixels from the box's top left.
 * Every place gets a region; a region is cut into cells that do not touch, and a face stands with its name inside its own
 * cell. So nobody can lie over another, or be seen in a place where they are not.
 */
import { around, capacity, CAPACITIES, fit, GAP, leastOf, NEAR, type Box, type Reading, type Role, type Room, type Size } from "./cells";

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

export interface Region {
  place: string;
  role: Role;
  /** The whole floor of the place. */
  floor: Box;
  sign: Box;
  /** Where the lamp stands; empty of people. Null but in a round place that is high enough. */
  lamp: Box | null;
}

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

/** How wide a name is at most, in em, where it cannot be measured: half for ASCII, a whole for all else. */
export function nameEm(name: string): number {
  let em = 0;
  for (const each of name) em += each < "\u0080" ? 0.62 : 1;
  return em;
}

/** The lamp of a place where few sit may be so much smaller, that they sit around it. */
const LAMPS = [1, 0.8, 0.6];

/** The place for the lamp, in the middle of a round place. */
function lampIn(space: Box, part = 1): Box {
  const h = Math.min(space.h * 0.34, 120) * part;
  const w = Math.min(space.w * 0.3, h * 0.8);
  return around(space.x + space.w / 2, space.y + space.h / 2, w, h);
}

function faceIn(cell: Box, size: Size): Box {
  return { x: cell.x + (cell.w - size.face) / 2, y: cell.y + GAP / 2, w: size.face, h: size.face };
}

/** The whole line below a face on which the name is written. */
function lineIn(cell: Box, size: Size): Box {
  return { x: cell.x, y: cell.y + GAP / 2 + size.face + 2, w: cell.w, h: size.text + 6 };
}

/** How far a name may reach between bare faces: up to what stands on its line, and half of the way to the next name. */
function reach(cell: Box, size: Size, solid: readonly Box[], named: readonly Box[], space: Box): Box {
  const line = lineIn(cell, size);
  const centre = cell.x + cell.w / 2;
  let [left, right] = [space.x, space.x + space.w];
  const meets = (box: Box) => box.y < line.y + line.h && line.y < box.y + box.h;
  for (const each of solid.filter(meets)) {
    if (each.x + each.w <= centre) left = Math.max(left, each.x + each.w + 1);
    else if (each.x >= centre) right = Math.min(right, each.x - 1);
  }
  for (const other of named) {
    if (other === cell || !meets(lineIn(other, size))) continue;
    const middle = (centre + other.x + other.w / 2) / 2;
    if (other.x < cell.x) left = Math.max(left, middle + 1);
    else right = Math.min(right, middle - 1);
  }
  return { ...line, x: left, w: right - left };
}

function widthOf(who: Sitter, size: Size): number {
  return Math.ceil(who.em * size.text) + size.text;
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

/** The whole of a place around its lamp first, then with smaller lamps, then what is below the sign. */
function roomsIn({ sign, lamp }: Region, space: Box): [Room, ...Room[]] {
  const below = sign.y + sign.h + 2 - space.y;
  const low = { ...space, y: space.y + below, h: Math.max(0, space.h - below) };
  const others = [space, low].flatMap((each) => LAMPS.map((part) => ({ space: each, lamp: lamp === null ? null : lampIn(each, part) })));
  return [{ space, lamp }, ...others];
}

/** All of one place. `me` sits at the bottom of a round one. */
function placed(group: Group, region: Region, given: Box, me: string, reading: Reading): { people: Drawn[]; others: Others | null; lamp: Box | null } {
  const { place, role } = group;
  let { people } = group;
  if (people.length === 0) return { people: [], others: null, lamp: region.lamp };
  let space = given;
  const em = emOf(people);
  const blocks = [region.sign];
  const all = (count: number) => (count > ONE_BY_ONE ? null : fit(role, roomsIn(region, space), blocks, capacity(count), em, reading));
  let fitted = all(neededBy(people));
  if (fitted === null) {
    // All of them are seen before all of them keep their cells.
    people = closed(people);
    fitted = all(people.length);
  }
  const button = othersIn(region);
  if (fitted === null) {
    blocks.push(button);
    const below = button.y > region.sign.y ? button.y + button.h + 2 - space.y : 0;
    space = { ...space, y: space.y + below, h: Math.max(0, space.h - below) };
    for (const count of [...CAPACITIES].reverse()) {
      if (count > capacity(people.length)) continue;
      fitted = fit(role, [{ space, lamp: region.lamp }], blocks, count, em, reading);
      if (fitted !== null) break;
    }
  }
  const cells = fitted?.cells ?? [];
  const { shown, others } = seated(people, cells.length);
  const mine = role === "round" ? (shown.get(me) ?? 0) : 0;
  const cellOf = (id: string) => cells[((shown.get(id) ?? 0) - mine + cells.length) % cells.length];
  const seats = people.flatMap((who) => {
    const cell = shown.has(who.id) ? cellOf(who.id) : undefined;
    return cell === undefined ? [] : [{ who, cell }];
  });
  const size = fitted?.size ?? leastOf(reading);
  const named = seats.filter(({ who }) => size.names === "all" || who.marked).map(({ cell }) => cell);
  const lamp = fitted === null ? region.lamp : fitted.lamp;
  const solid = [...blocks, ...(lamp === null ? [] : [lamp]), ...seats.map(({ cell }) => faceIn(cell, size))];
  const lineOf = ({ who, cell }: { who: Sitter; cell: Box }) => {
    if (size.names === "none" || (size.names === "marked" && !who.marked)) return null;
    if (size.names === "all" && who.em <= em) return lineIn(cell, size);
    const line = reach(cell, size, solid, named, region.floor);
    // Where names may be left out, half a name between bare faces is: who is called stands beside the scene.
    return reading.least.none !== undefined && size.names === "marked" && line.w < widthOf(who, size) ? null : line;
  };
  const drawn = seats.map((each) => drawnIn(place, each.who, each.cell, size, lineOf(each)));
  return { people: drawn, others: others.length === 0 ? null : { place, people: others.map((each) => each.id), cell: button }, lamp };
}

const SIGN_H = 24;
const HIGH_SIGN = 38;
const SIGN_W = 128;
const OTHERS_W = 84;
const LOW = 130;
/** Narrower than this the button of those without a cell stands below the sign, where the lamp would be. */
const NARROW = SIGN_W + OTHERS_W + 22;
/** Below this height three bands would leave the middle one too low for a face: they stand beside each other instead. */
const LOWEST_BANDS = 300;
const FEW = 6;

function shrunk(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, w: Math.max(0, box.w - 2 * by), h: Math.max(0, box.h - 2 * by) };
}

/** How high a band of rows is: one line for few, two or three for more, a fifth of the box at most. */
function band(people: number, box: Box): number {
  if (people === 0) return Math.min(12, box.h * 0.03);
  const lines = Math.ceil(capacity(people) / Math.max(1, Math.floor(box.w / 60)));
  return Math.min(Math.max(64, box.h * 0.2), lines * Math.min(112, Math.max(58, box.h * 0.15)));
}

/** In a narrow column a sign has two lines, so that its count is not cut off. */
function signAt(x: number, y: number, floor: Box): Box {
  const w = Math.min(SIGN_W, floor.w - 16);
  return { x, y, w, h: w < SIGN_W && floor.h > 3 * HIGH_SIGN ? HIGH_SIGN : SIGN_H };
}

/** The button for those who have no cell: beside the sign, or below it where a place is too narrow. */
function othersIn({ sign, floor }: Region): Box {
  const beside = floor.w >= NARROW;
  return { x: beside ? sign.x + sign.w + 6 : sign.x, y: beside ? sign.y : sign.y + sign.h + 3, w: Math.min(OTHERS_W, sign.w), h: SIGN_H };
}

interface Plot { region: Region; space: Box }

/** A place and where its people may sit: below the sign in rows, and around the lamp in a round one. */
function plot(group: Group, floor: Box, signAbove: boolean): Plot {
  const sign = signAt(floor.x + 8, signAbove ? floor.y - SIGN_H - 2 : floor.y + 4, floor);
  const inner = shrunk(floor, 4);
  if (group.role === "round") {
    // Where a place is too low or narrow for a face on each side the lamp would take their room.
    const lamp = inner.h < LOW || floor.w < NARROW ? null : lampIn(inner);
    return { region: { place: group.place, role: group.role, floor, sign, lamp }, space: inner };
  }
  const top = signAbove ? inner.y : sign.y + sign.h + 2;
  const space = { ...inner, y: top, h: Math.max(0, inner.y + inner.h - top) };
  return { region: { place: group.place, role: group.role, floor, sign, lamp: null }, space };
}

/** The box cut into floors: bands below each other, or columns where it is much wider than high, or low. */
function plots(groups: readonly Group[], box: Box, reading: Reading): { plots: Plot[]; sky: Box; beside: boolean } {
  const beside = box.w / box.h > 1.75 || box.h < LOWEST_BANDS;
  const counts = (role: Role) => groups.find((each) => each.role === role)?.people.length ?? 0;
  const has = (role: Role) => groups.some((each) => each.role === role);
  const skyHeight = !reading.sky ? 0 : beside ? Math.max(16, box.h * 0.1) : Math.max(38, Math.min(box.h * 0.14, 150));
  const sky = { ...box, h: skyHeight };
  const below = { ...box, y: box.y + skyHeight, h: box.h - skyHeight };
  const many = (role: Role) => (counts(role) === 0 ? 0.2 : counts(role) > 8 ? 0.27 : 0.22);
  // A place of few still is a place.
  const weight = (role: Role) => (has(role) ? capacity(counts(role)) + FEW : 0);
  const share = (role: Role) => Math.max(reading.band, (below.h * weight(role)) / (weight("edge") + weight("round") + weight("foot")));
  const size = (role: Role) => {
    if (!has(role)) return 0;
    if (beside) return Math.min(box.w * 0.31, Math.max(SIGN_W - 16, Math.min(230, box.w * 0.25), box.w * many(role)));
    return Math.min(band(counts(role), box), share(role)) + (role === "foot" ? SIGN_H + 6 : 0);
  };
  const [edge, hall] = [size("edge"), size("foot")];
  const floorOf = (role: Role): Box => {
    if (beside) {
      if (role === "edge") return { ...below, w: edge };
      if (role === "foot") return { ...below, x: below.x + below.w - hall, w: hall };
      return { ...below, x: below.x + edge, w: below.w - edge - hall };
    }
    if (role === "edge") return { ...below, h: edge };
    if (role === "foot") return { ...below, y: below.y + below.h - hall, h: hall };
    return { ...below, y: below.y + edge, h: below.h - edge - hall };
  };
  // The sign of the floor below the sky hangs in it.
  const top = has("edge") ? "edge" : "round";
  return { plots: groups.map((each) => plot(each, floorOf(each.role), each.role === top && !beside && reading.sky)), sky, beside };
}

/**
 * The scene of the places whose people share one talk: at most one of each role. `me` is the viewer's id. A scene that is read
 * from afar is laid out in a smaller box and drawn larger, so that `reading` says only how small faces may be in it.
 */
export function scene(groups: readonly Group[], box: { w: number; h: number }, me: string, reading = NEAR): Scene {
  const cut = plots(groups, { x: 0, y: 0, ...box }, reading);
  const found = groups.flatMap((group, index) => {
    const at = cut.plots[index];
    return at === undefined ? [] : [{ region: at.region, ...placed(group, at.region, at.space, me, reading) }];
  });
  return {
    sky: cut.sky,
    beside: cut.beside,
    regions: found.map(({ region, lamp }) => ({ ...region, lamp })),
    people: found.flatMap((each) => each.people),
    others: found.flatMap((each) => (each.others === null ? [] : [each.others])),
  };
}
