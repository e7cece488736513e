/**
 * The plan as one reads it: here, where people share one talk, and elsewhere. What of it is drawn where is said by scene.ts;
 * this says who is in which place, and what each place is to the one who looks.
 */
import { MAIN_ZONE, type Place, type Shown, type View } from "../protocol/wire";
import { ORDER } from "./order";
import { isFor, isOneOfSeveral, placeOf } from "./places";
import { READ, roleOf, type Role } from "./roles";
import { ONE_BY_ONE, nameEm, type Group, type Sitter } from "./scene";

export interface PlaceView {
  place: Place;
  /** In the order of their seats; those who stand because the place is full come last. */
  people: Shown[];
  /** Seats that the one who looks could take by themselves. */
  free: number;
}

/** A place that is drawn as a part of the scene. */
export interface Here extends PlaceView {
  role: Role;
}

export interface House {
  /** At most one place of each role, the one that comes first or in which one is. */
  here: Here[];
  /** All others. */
  elsewhere: PlaceView[];
}

/** A place whose seats are emptier than this is drawn without its gaps. */
const LOOSE = 2;
/** So many seats are drawn with their gaps, whoever sits there. */
const SEATS_WITH_GAPS = 8;

export function personKey(id: string): string {
  return `p:${id}`;
}

export function placeKey(id: string): string {
  return `o:${id}`;
}

/** Whether this viewer could take a seat there by themselves. */
export function open(view: View, place: Place): boolean {
  const me = view.people[view.me];
  if (me === undefined || view.kind === "onlooker") return false;
  return view.kind === "staff" ? place.takes === "oneself" : isFor(view.plan, place, me);
}

export function placeView(view: View, place: Place, people = Object.values(view.people).filter((person) => person.place === place.id)): PlaceView {
  const at = (person: Shown) => person.seat ?? Infinity;
  people.sort((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1));
  const taken = people.filter((person) => person.seat !== null).length;
  return { place, people, free: open(view, place) ? place.seats.length - taken : 0 };
}

/** Here and elsewhere, as this viewer has them. Who is not in the room yet, or rests, sees the talk that all share. */
export function houseOf(view: View): House {
  const order = (place: Place) => ORDER[place.kind];
  const places = [...view.plan.places].sort((a, b) => order(a) - order(b) || a.number - b.number);
  const mine = placeOf(view, view.people[view.me]?.place ?? "");
  const zone = mine?.part === "present" ? mine.zone : MAIN_ZONE;
  // Once through all who are here, not once for each place: they may be four hundred.
  const at: Record<string, Shown[]> = {};
  for (const person of Object.values(view.people)) (at[person.place] ??= []).push(person);
  const seen = (place: Place) => placeView(view, place, at[place.id] ?? []);
  const here = READ.flatMap((role) => {
    const fit = places.filter((place) => place.zone === zone && place.part === "present" && roleOf(place, view.plan) === role);
    const place = fit.find((each) => each === mine) ?? fit[0];
    return place === undefined ? [] : [{ role, ...seen(place) }];
  });
  const drawn = new Set(here.map((each) => each.place.id));
  const others = places.filter((place) => !drawn.has(place.id));
  // What a plan has several of, it is for.
  others.sort((a, b) => Number(isOneOfSeveral(view.plan, b)) - Number(isOneOfSeveral(view.plan, a)));
  return { here, elsewhere: others.map(seen) };
}

/**
 * Which cell of a place each of its people keeps: that of their seat, so that nobody moves when another comes or goes, and who
 * sits down beside somebody is seen there. Where more than half of the seats up to the last are empty, all move up.
 */
export function cellsOf(people: readonly Shown[]): Map<string, number> {
  const seated = people.filter((person) => person.seat !== null);
  const last = seated.at(-1)?.seat ?? -1;
  const loose = last + 1 > Math.max(SEATS_WITH_GAPS, LOOSE * people.length) || last + 1 > ONE_BY_ONE;
  const cells = new Map(seated.map((person, index) => [person.id, loose ? index : (person.seat ?? 0)]));
  const taken = new Set(cells.values());
  let next = 0;
  for (const person of people) {
    if (cells.has(person.id)) continue;
    while (taken.has(next)) next += 1;
    taken.add(next);
    cells.set(person.id, next);
  }
  return cells;
}

/** What scene.ts needs to know of a place. `called` is how the one who looks reads a name; `marked` whose is always shown. */
export function groupOf(each: Here, called: (person: Shown) => string, marked: (person: Shown) => boolean): Group {
  const cells = cellsOf(each.people);
  const people = each.people.map(
    (person): Sitter => ({ id: person.id, cell: cells.get(person.id) ?? 0, em: nameEm(called(person)), marked: marked(person) }),
  );
  return { place: each.place.id, role: each.role, people };
}
