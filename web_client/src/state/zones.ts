/** What kinds of places mean, as rooms/plan.py says it. */
import type { Place, PlaceKind, Role, View } from "../protocol/wire";

const MAIN: readonly PlaceKind[] = ["circle", "stage", "listener_seat", "hall_seat", "hall_listener_seat"];
const VOICE: readonly PlaceKind[] = ["circle", "stage", "table", "booth"];
const LISTENERS: readonly PlaceKind[] = ["listener_seat", "hall_listener_seat"];
const HALL: readonly PlaceKind[] = ["hall_seat", "hall_listener_seat"];
const STAFF: readonly Role[] = ["assistant", "facilitator", "staff", "administrator"];

export const isStaff = (role: Role): boolean => STAFF.includes(role);
export const isListener = (kind: PlaceKind): boolean => LISTENERS.includes(kind);
export const isHall = (kind: PlaceKind): boolean => HALL.includes(kind);
/** A person's own microphone can be heard there. */
export const hasVoice = (kind: PlaceKind): boolean => VOICE.includes(kind);
/** A hand can be raised there: never in a listener seat. */
export const hasHands = (kind: PlaceKind): boolean => !isListener(kind) && kind !== "veranda" && kind !== "rest";

/** Those of one zone hear the same talk and read the same messages of the place. */
export function zoneOf(place: Place): string {
  if (MAIN.includes(place.kind)) return "main";
  if (place.kind === "veranda" || place.kind === "rest") return place.kind;
  return place.id;
}

export function placeOf(view: View, id: string): Place | undefined {
  return view.plan.places.find((place) => place.id === id);
}

export function firstOf(view: View, kind: PlaceKind): Place | undefined {
  return view.plan.places.find((place) => place.kind === kind);
}
