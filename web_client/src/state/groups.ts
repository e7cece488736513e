/** Of a plan, what sheets and the desk ask, which come after the first load: small groups, and places in private. */
import { MAIN_ZONE, type Place, type Plan, type Shown, type View } from "../protocol/wire";
import { isFor, placeOf, talks } from "./places";

/** Where nobody goes by themselves, but staff lead them: booths, and a stage. With how many are in each, in the plan's order. */
export function ledTo(view: View): { place: Place; count: number }[] {
  const people = Object.values(view.people);
  return view.plan.places
    .filter((place) => place.private || (place.takes === "staff" && place.part === "present"))
    .map((place) => ({ place, count: people.filter((person) => person.place === place.id).length }));
}

/** Places that talk by themselves, in public: one of each such zone. */
export function groups(plan: Plan): Place[] {
  const own = plan.places.filter((place) => talks(place) && place.zone !== MAIN_ZONE);
  return own.filter((place, index) => own.findIndex((other) => other.zone === place.zone) === index);
}

/** Who looks, if they take part and were left where they were while the plan changed around them. */
function stayed(before: View, after: View): Shown | null {
  const [was, is] = [before.people[before.me], after.people[after.me]];
  const place = is === undefined ? undefined : placeOf(after, is.place);
  if (was === undefined || is === undefined || place === undefined || was.place !== is.place) return null;
  return before.plan === after.plan || place.part !== "present" || place.private ? null : is;
}

/** Whether the room is laid out for something else now, around somebody who was left where they were. */
export function laidOutAround(before: View, after: View): boolean {
  return before.plan.mode !== after.plan.mode && stayed(before, after) !== null;
}

/** Whether there are small groups now that were not, where somebody could sit by themselves who takes part and was left where they were. */
export function mayJoinNew(before: View, after: View): boolean {
  const is = stayed(before, after);
  return is !== null && groups(after.plan).some((each) => isFor(after.plan, each, is) && placeOf(before, each.id) === undefined);
}

/** How many participants sit in small groups, and in how many of these. */
function seated(view: View): { people: number; used: number } {
  const zones = new Set(groups(view.plan).map(({ zone }) => zone));
  const at = Object.values(view.people)
    .filter(({ role }) => role === "participant")
    .map((person) => placeOf(view, person.place)?.zone ?? "")
    .filter((zone) => zones.has(zone));
  return { people: at.length, used: new Set(at).size };
}

/** Whether a change of seats would bring anybody to somebody else: so few who sit together stay together (rooms/rotation.py). */
export function mayMix(view: View): boolean {
  const { people, used } = seated(view);
  return people > 1 && (used > 1 || people > 3);
}
