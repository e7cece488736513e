/**
 * What a place is in a scene: ONE table of roles. A row says which places play the role, where its floor lies, how its people
 * sit, where its sign stands and what is drawn below them. So a new role is a row, with a way to sit (cells.ts) and a ground
 * (ui/scene/Ground.svelte) where no other has them already. How places are called is of their kind (the catalogues); what else is
 * not of the scene (rest, booths, tables of others) is a chip, and plays no role.
 */
import { MAIN_ZONE, type Place, type Plan } from "../protocol/wire";
import { AROUND, IN_ROWS, type Seating } from "./cells";
import { listens, talks } from "./places";

/**
 * `round`: around the lamp; `tabletop`, `walled`: the same where few talk by themselves, in public or not. `platform`: who is heard, on a
 * stage of their own. `outer`: a second circle, of those who change places with the first. `rows`: who hears, and may be asked to
 * speak. `edge`: along the veranda. `foot`: the venue's people under their sign.
 */
export type Role = "round" | "tabletop" | "walled" | "platform" | "outer" | "rows" | "edge" | "foot";

interface Row {
  /** Which places play it; none plays two. */
  plays: (place: Place, plan: Pick<Plan, "exchange">) => boolean;
  /** Where its floor is: counted from the sky down, or from the left where places stand side by side. */
  floor: number;
  /** Where it is instead if all face a stage: nobody sits between the stage and those who may be asked up. */
  facing?: number;
  seating: Seating;
  /** A sign has a line of its own, or stands in a corner of the floor, and hangs in the sky where that is above. */
  sign: "line" | "corner";
  ground: "mats" | "deck" | "boards" | "platform" | "tabletop" | "walled" | "outer";
  /** Its floor is as large as for so many, also while nobody is there. */
  least: number;
}

const onStage = (place: Place): boolean => place.takes === "staff" && !place.private;
const lit = (place: Place): boolean => place.hall === null && place.voice && !onStage(place);
const hears = (place: Place): boolean => place.hall === null && talks(place) && !place.voice;

/** In the order in which they are read. */
export const ROLES: Readonly<Record<Role, Row>> = {
  round: {
    plays: (place) => lit(place) && !place.private && place.zone === MAIN_ZONE,
    floor: 2, seating: AROUND, sign: "corner", ground: "mats", least: 0,
  },
  tabletop: {
    plays: (place) => lit(place) && !place.private && place.zone !== MAIN_ZONE,
    floor: 2.1, seating: AROUND, sign: "corner", ground: "tabletop", least: 0,
  },
  walled: {
    plays: (place) => lit(place) && place.private,
    floor: 2.2, seating: AROUND, sign: "corner", ground: "walled", least: 0,
  },
  platform: {
    plays: (place) => place.hall === null && place.voice && onStage(place),
    floor: 1, seating: IN_ROWS, sign: "line", ground: "platform", least: 3,
  },
  outer: {
    plays: (place, { exchange }) => hears(place) && exchange?.includes(place.id) === true,
    floor: 2.5, seating: AROUND, sign: "corner", ground: "outer", least: 2,
  },
  rows: {
    plays: (place, { exchange }) => hears(place) && exchange?.includes(place.id) !== true,
    floor: 3, seating: IN_ROWS, sign: "line", ground: "boards", least: 2,
  },
  edge: {
    plays: (place) => place.hall === null && listens(place),
    floor: 0, facing: 3.5, seating: IN_ROWS, sign: "corner", ground: "deck", least: 0,
  },
  foot: {
    plays: (place) => place.hall !== null,
    floor: 4, seating: IN_ROWS, sign: "line", ground: "boards", least: 0,
  },
};

export const READ = Object.keys(ROLES) as Role[];
/** A talk beside the shared one is drawn so. */
export const MAIN: Role = "round";

/** Who is on it is seen and named before all others: its floor is no smaller than theirs, and no face is larger than theirs. */
export const STAGE: Role = "platform";

/** Who hears the circle in a circle of their own, which is no smaller. */
export const SECOND: Role = "outer";

/** Whose floor is all that others leave, also while nobody is there: the circle's, a table's, else that of those who face a stage. */
export function mainOf(roles: readonly Role[]): Role {
  return (["round", "tabletop", "walled", "rows"] as const).find((role) => roles.includes(role)) ?? MAIN;
}

export function roleOf(place: Place, plan: Pick<Plan, "exchange">): Role | null {
  return READ.find((role) => ROLES[role].plays(place, plan)) ?? null;
}
