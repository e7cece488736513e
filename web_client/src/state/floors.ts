/** The box of a scene cut into floors, one for each place, with its sign and where its people may sit. Lengths are CSS pixels. */
import { around, capacity, leastOf, type Box, type Reading, type Room } from "./cells";
import { mainOf, READ, ROLES, SECOND, STAGE, type Role } from "./roles";

export interface Region {
  place: string;
  role: Role;
  /** The whole floor of the place. */
  floor: Box;
  sign: Box;
  /** Where the lamp stands; empty of people. Null but in a round place that is high enough. */
  lamp: Box | null;
}

/** A place, and where its people may sit. */
export interface Plot { region: Region; space: Box }

/** What is asked of a place here. */
interface Counted { place: string; role: Role; people: readonly unknown[] }

const SIGN_H = 24;
const HIGH_SIGN = 38;
const SIGN_W = 128;
const OTHERS_W = 84;
const LOW = 130;
/** Narrower than this the button of those without a cell stands below the sign, where the lamp would be. */
const NARROW = SIGN_W + OTHERS_W + 22;
/** Below this height three bands would leave the middle one too low for a face: they stand beside each other instead. */
const LOWEST_BANDS = 300;
/** The main place has at least this part of the line in which places stand. */
const MAIN_PART = 0.34;
/** The second circle of two has this part of what others leave, and both of them together at least this of the line. */
const SECOND_PART = 0.48;
const CIRCLES_PART = 0.62;
/** Beside two circles no other place has more. */
const BESIDE_CIRCLES = 0.26;
/** And a stage this part of the box, where that leaves the main place its own; else a little more than the main place. */
const STAGE_PART = 0.4;
const STAGE_LEAST = 0.52;
/** What those take at most who neither are on a stage nor face it: as bands, and as columns, where a stage need not be so wide. */
const BEHIND = { bands: 0.26, columns: 0.3 };
/** Lower than this no face fits into a band with its name, and narrower than this no sign into a column. */
const LEAST_BAND = 58;
const LEAST_COLUMN = 78;
/** A place takes room for so many seats more than it has people: one of few still is a place. */
const SPARE_SEATS = 6;

/** The lamp of a place where few sit may be so much smaller, that they sit around it. */
const LAMPS = [1, 0.8, 0.6];

/** The place for the lamp, in the middle of a round place. */
function lampIn(space: Box, part = 1): Box {
  const h = Math.min(space.h * 0.34, 120) * part;
  const w = Math.min(space.w * 0.3, h * 0.8);
  return around(space.x + space.w / 2, space.y + space.h / 2, w, h);
}

function without(space: Box, above: number): Box {
  return { ...space, y: space.y + above, h: Math.max(0, space.h - above) };
}

/** The whole of a place around its lamp first, then with smaller lamps, then what is below the sign. */
export function roomsIn({ sign, lamp }: Region, space: Box): [Room, ...Room[]] {
  const low = without(space, sign.y + sign.h + 2 - space.y);
  const others = [space, low].flatMap((each) => LAMPS.map((part) => ({ space: each, lamp: lamp === null ? null : lampIn(each, part) })));
  return [{ space, lamp }, ...others];
}

/** The button for those who have no cell: beside the sign, or below it where a place is too narrow; and what it leaves of a space. */
export function othersIn({ sign, floor }: Region, space: Box): { button: Box; left: Box } {
  // Where people sit beside the sign, what is below it is free.
  const free = space.x > sign.x + sign.w && floor.h >= 2 * SIGN_H + 8;
  const beside = floor.w >= NARROW && !free;
  const button = { x: beside ? sign.x + sign.w + 6 : sign.x, y: beside ? sign.y : sign.y + sign.h + 3, w: Math.min(OTHERS_W, sign.w), h: SIGN_H };
  if (free) return { button, left: space };
  if (!beside) return { button, left: without(space, button.y + button.h + 2 - space.y) };
  const from = button.x + button.w + 4;
  return { button, left: space.x > sign.x + sign.w ? { ...space, x: from, w: Math.max(0, space.x + space.w - from) } : space };
}

function shrunk(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, w: Math.max(0, box.w - 2 * by), h: Math.max(0, box.h - 2 * by) };
}

/** In a narrow column a sign has two lines, and nearly its width, so that its count is not cut off, nor a word of its name. */
function signAt(x: number, y: number, floor: Box): Box {
  const w = Math.min(SIGN_W, floor.w - 16);
  return w < SIGN_W && floor.h > 3 * HIGH_SIGN ? { x: x - 5, y, w: w + 10, h: HIGH_SIGN } : { x, y, w, h: SIGN_H };
}

/** Where people may sit: below the sign in rows, and around the lamp where there is one. */
function plot({ place, role }: Counted, floor: Box, inSky: boolean): Plot {
  const sign = signAt(floor.x + 8, inSky ? floor.y - SIGN_H - 2 : floor.y + 4, floor);
  const inner = shrunk(floor, 4);
  if (ROLES[role].seating.ring !== null) {
    // Where a place is too low or narrow for a face on each side the lamp would take their room.
    const lamp = inner.h < LOW || floor.w < NARROW ? null : lampIn(inner);
    return { region: { place, role, floor, sign, lamp }, space: inner };
  }
  // Below the sign; beside it where a band is too low for both.
  if (!inSky && floor.h < SIGN_H + LEAST_BAND) {
    const from = sign.x + sign.w + 6;
    return { region: { place, role, floor, sign, lamp: null }, space: { ...inner, x: from, w: inner.x + inner.w - from } };
  }
  const top = inSky ? inner.y : sign.y + sign.h + 2;
  return { region: { place, role, floor, sign, lamp: null }, space: { ...inner, y: top, h: Math.max(0, inner.y + inner.h - top) } };
}

/** How high a band of rows is: one line for few, two or three for more, a fifth of the box at most. */
function band(people: number, box: Box): number {
  if (people === 0) return Math.min(12, box.h * 0.03);
  const lines = Math.ceil(capacity(people) / Math.max(1, Math.floor(box.w / 60)));
  return Math.min(Math.max(64, box.h * 0.2), lines * Math.min(112, Math.max(58, box.h * 0.15)));
}

/** How wide a column of rows is. */
function column(people: number, box: Box): number {
  const many = people === 0 ? 0.2 : people > 8 ? 0.27 : 0.22;
  return Math.min(box.w * 0.31, Math.max(SIGN_W - 16, Math.min(230, box.w * 0.25), box.w * many));
}

/** How much of a box each place takes that is not the main one, along the line in which they stand. */
function sizesIn(groups: readonly Counted[], whole: Box, below: Box, beside: boolean, main: Role, top: Role | undefined, reading: Reading): Map<Role, number> {
  const staged = groups.some(({ role }) => role === STAGE);
  const second = groups.some(({ role }) => role === SECOND);
  const countOf = ({ role, people }: Counted) => Math.max(people.length, ROLES[role].least);
  const weight = (each: Counted) => capacity(countOf(each)) + SPARE_SEATS;
  const all = groups.reduce((sum, each) => sum + weight(each), 0);
  const sized = groups.filter(({ role }) => role !== main && role !== STAGE && role !== SECOND).map((each): [Role, number] => {
    if (beside) return [each.role, column(countOf(each), whole)];
    if (staged && countOf(each) === 0) return [each.role, SIGN_H + 8];
    const share = Math.max(reading.band, (below.h * weight(each)) / all);
    return [each.role, Math.min(band(countOf(each), whole), share) + (ROLES[each.role].sign === "line" || each.role !== top ? SIGN_H + 6 : 0)];
  });
  const length = beside ? below.w : below.h;
  // However many places there are, the main one keeps its part, and a stage.
  const most = (staged ? BEHIND[beside ? "columns" : "bands"] : 1 - (second ? CIRCLES_PART : MAIN_PART)) * length;
  const taken = sized.reduce((sum, [, size]) => sum + size, 0);
  // Before a stage rows are low, with their sign beside them.
  const least = beside ? LEAST_COLUMN : staged ? Math.max(SIGN_H, leastOf(reading).h) + 8 : LEAST_BAND;
  const sizes = new Map(taken > most ? sized.map(([role, size]) => [role, Math.min(size, Math.max(least, (size * most) / taken))]) : sized);
  if (second) for (const [role, size] of sizes) sizes.set(role, Math.min(size, BESIDE_CIRCLES * length));
  const left = [...sizes.values()].reduce((rest, size) => rest - size, length);
  if (second) sizes.set(SECOND, left * SECOND_PART);
  if (!staged) return sizes;
  return sizes.set(STAGE, Math.min(STAGE_PART * (beside ? whole.w : whole.h), Math.max(STAGE_LEAST * left, left - MAIN_PART * length)));
}

/** The roles by where their floors are. */
const ALONG = [...READ].sort((a, b) => ROLES[a].floor - ROLES[b].floor);
const FACING = [...READ].sort((a, b) => (ROLES[a].facing ?? ROLES[a].floor) - (ROLES[b].facing ?? ROLES[b].floor));

/** The box cut into floors: bands below each other, or columns where it is much wider than high, or low. */
export function plots(groups: readonly Counted[], box: Box, reading: Reading): { plots: Plot[]; sky: Box; beside: boolean } {
  const beside = box.w / box.h > 1.75 || box.h < LOWEST_BANDS;
  const roles = groups.map(({ role }) => role);
  const main = mainOf(roles);
  const along = roles.includes(STAGE) ? FACING : ALONG;
  const skyHeight = !reading.sky ? 0 : beside || roles.includes(STAGE) ? Math.max(16, box.h * 0.1) : Math.max(38, Math.min(box.h * 0.14, 150));
  const below = { ...box, y: box.y + skyHeight, h: box.h - skyHeight };
  // The sign of the floor below the sky hangs in it.
  const first = along.find((role) => roles.includes(role));
  const top = beside || !reading.sky || first === undefined || ROLES[first].sign === "line" ? undefined : first;
  const sizes = sizesIn(groups, box, below, beside, main, top, reading);
  const [start, length] = beside ? [below.x, below.w] : [below.y, below.h];
  const floorAt = (from: number, size: number): Box => (beside ? { ...below, x: from, w: size } : { ...below, y: from, h: size });
  const floors = new Map<Role, Box>();
  // From both ends, so that neither moves by what the other has.
  let [from, to, left] = [start, start + length, length];
  const [before, after] = [along.slice(0, along.indexOf(main)), along.slice(along.indexOf(main) + 1).reverse()];
  for (const role of before) {
    const size = sizes.get(role) ?? 0;
    floors.set(role, floorAt(from, size));
    [from, left] = [from + size, left - size];
  }
  for (const role of after) {
    const size = sizes.get(role) ?? 0;
    [to, left] = [to - size, left - size];
    floors.set(role, floorAt(to, size));
  }
  floors.set(main, floorAt(from, left));
  return { plots: groups.map((each) => plot(each, floors.get(each.role) ?? below, each.role === top)), sky: { ...box, h: skyHeight }, beside };
}
