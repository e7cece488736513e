/**
 * What screens ask of a plan. A place says by its traits what it means (rooms/plan.py); nothing here, and nothing in any
 * page, knows a place by its id or its kind, so that a plan of another mode needs no line of the client. How kinds are
 * called is in the catalogues, in which order they are read in order.ts.
 */
import { MAIN_ZONE, type Place, type Plan, type Shown, type View } from "../protocol/wire";

export function placeOf(view: View, id: string): Place | undefined {
  return view.plan.places.find((place) => place.id === id);
}

/** Before the door, where one sees what an onlooker sees. */
export const waits = (place: Place): boolean => place.part === "waiting";
/** In the room, and away from the talk. */
export const isAway = (place: Place): boolean => place.part === "away";
/** A listener seat: one takes part without talking, and is never called on. */
export const listens = (place: Place): boolean => place.part === "present" && !place.voice && !place.hands;
/** Where one may be called on; never a private place. */
export const talks = (place: Place): boolean => place.part === "present" && !place.private && !listens(place);

/** The hall that somebody sits in, if the plan still has it. */
export function hallOf(plan: Plan, person: Shown): string | null {
  return plan.places.some((place) => place.hall === person.hall) ? person.hall : null;
}

/** Whether somebody could go there by themselves, in the world (at home, or a hall) that they are in. */
export function isFor(plan: Plan, place: Place, person: Shown): boolean {
  return place.takes === "oneself" && place.hall === hallOf(plan, person);
}

/**
 * Where somebody goes who wants such a place: to one of the zone they are in, else of the talk that everybody shares, else
 * to the first there is. Null where the plan has none for them.
 */
export function nearest(view: View, person: Shown, wanted: (place: Place) => boolean): Place | null {
  const { plan } = view;
  const fit = plan.places.filter((place) => wanted(place) && isFor(plan, place, person));
  const zone = placeOf(view, person.place)?.zone;
  return fit.find((place) => place.zone === zone) ?? fit.find((place) => place.zone === MAIN_ZONE) ?? fit[0] ?? null;
}

/** Whether the plan has several places of this kind, so that each needs its number. */
export function isOneOfSeveral(plan: Plan, place: Place): boolean {
  return plan.places.filter((other) => other.kind === place.kind).length > 1;
}
