/** Of a plan, what sheets and the desk ask, which come after the first load: small groups, and places in private. */
import { MAIN_ZONE, type Place, type Plan, type View } from "../protocol/wire";
import { talks } from "./places";

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
