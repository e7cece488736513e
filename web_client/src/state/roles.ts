/**
 * What a place is in a scene: ONE table of roles. A row says which places play the role, where its floor lies, how its people
 * sit, where its sign stands and what is drawn below them. So a new role is a row, with a way to sit (cells.ts) and a ground
 * (ui/scene/Ground.svelte) where no other has them already. How places are called is of their kind (the catalogues); what else is
 * not of the scene (rest, booths, tables of others) is a chip, and plays no role.
 */
import type { Place } from "../protocol/wire";
import { AROUND, IN_ROWS, type Seating } from "./cells";
import { listens, talks } from "./places";

/**
 * `round`: around the lamp. `platform`: who is heard, on a stage of their own. `rows`: who hears them, and may be asked to speak.
 * `edge`: along the veranda. `foot`: the venue's people under their sign.
 */
export type Role = "round" | "platform" | "rows" | "edge" | "foot";

interface Row {
  /** Which places play it; none plays two. */
  plays: (place: Place) => boolean;
  /** Where its floor is: counted from the sky down, or from the left where places stand side by side. */
  floor: number;
  /** Where it is instead if all face a stage: nobody sits between the stage and those who may be asked up. */
  facing?: number;
  seating: Seating;
  /** A sign has a line of its own, or stands in a corner of the floor, and hangs in the sky where that is above. */
  sign: "line" | "corner";
  ground: "mats" | "deck" | "boards" | "platform";
  /** Its floor is as large as for so many, also while nobody is there. */
  least: number;
}

const onStage = (place: Place): boolean => place.takes === "staff" && !place.private;

/** In the order in which they are read. */
export const ROLES: Readonly<Record<Role, Row>> = {
  round: {
    plays: (place) => place.hall === null && place.voice && !onStage(place),
    floor: 2, seating: AROUND, sign: "corner", ground: "mats", least: 0,
  },
  platform: {
    plays: (place) => place.hall === null && place.voice && onStage(place),
    floor: 1, seating: IN_ROWS, sign: "line", ground: "platform", least: 3,
  },
  rows: {
    plays: (place) => place.hall === null && talks(place) && !place.voice,
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

/** Whose floor is all that others leave, also while nobody is there: the circle's, else that of those who face a stage. */
export function mainOf(roles: readonly Role[]): Role {
  return roles.includes(MAIN) || !roles.includes("rows") ? MAIN : "rows";
}

export function roleOf(place: Place): Role | null {
  return READ.find((role) => ROLES[role].plays(place)) ?? null;
}
