/** The plan as a list: places in the order one reads them, each with its people and the free seats one could take. */
import type { Place, Shown, View } from "../protocol/wire";
import { DRAWINGS, type Form } from "./drawing";
import { isFor, placeOf } from "./places";

export interface Seat {
  key: string;
  /** Null for those who stand because the place is full. */
  seat: number | null;
  person: Shown | null;
  /** Where it stands in its place: thousandths of the place's own box. Only for places drawn as a ring. */
  x: number;
  y: number;
}

export interface PlaceView {
  place: Place;
  count: number;
  seats: Seat[];
  /** Free seats that are not shown one by one. */
  more: number;
  form: Form;
  ring: boolean;
}

const RINGS = [6, 8, 12, 16, 20, 24, 32, 40];
/** Free seats shown beyond the last person of a place in rows. */
const FREE_IN_ROWS = 2;

export function personKey(id: string): string {
  return `p:${id}`;
}

export function seatKey(place: string, seat: number | null): string {
  return `s:${place}:${String(seat)}`;
}

function ringSize(place: Place, people: readonly Shown[]): number {
  const last = people.reduce((most, person) => Math.max(most, person.seat ?? 0), -1);
  const wanted = RINGS.find((size) => size >= Math.max(8, last + 2)) ?? place.seats.length;
  return Math.min(place.seats.length, wanted);
}

/** Whether this viewer could take a seat there by themselves. */
export function open(view: View, place: Place): boolean {
  const me = view.people[view.me];
  if (me === undefined || view.kind === "onlooker") return false;
  return view.kind === "staff" ? place.takes === "oneself" : isFor(view.plan, place, me);
}

function seatOf(place: Place, seat: number | null, person: Shown | null): Seat {
  const key = person === null ? seatKey(place.id, seat) : personKey(person.id);
  return { key, seat, person, x: 500, y: 500 };
}

function around(seats: Seat[], size: number): Seat[] {
  return seats.map((seat, index) => {
    const angle = (2 * Math.PI * (seat.seat ?? index)) / size - Math.PI / 2;
    return { ...seat, x: Math.round(500 + 500 * Math.cos(angle)), y: Math.round(500 + 500 * Math.sin(angle)) };
  });
}

/** One place with its seats in order. */
export function placeView(view: View, place: Place): PlaceView {
  const people = Object.values(view.people).filter((person) => person.place === place.id);
  const bySeat = new Map(people.filter((person) => person.seat !== null).map((person) => [person.seat, person]));
  const standing = people.filter((person) => person.seat === null);
  const { form } = DRAWINGS[place.kind];
  const ring = form !== "rows";
  const takeable = open(view, place);
  const size = ring ? ringSize(place, people) : place.seats.length;
  const seats: Seat[] = [];
  let free = 0;
  for (let index = 0; index < place.seats.length; index += 1) {
    const person = bySeat.get(index) ?? null;
    if (person !== null) seats.push(seatOf(place, index, person));
    else if (takeable && (ring ? index < size : free < FREE_IN_ROWS)) {
      free += 1;
      seats.push(seatOf(place, index, null));
    }
  }
  seats.push(...standing.map((person) => seatOf(place, null, person)));
  const more = takeable ? place.seats.length - bySeat.size - free : 0;
  return { place, count: people.length, seats: ring ? around(seats, size) : seats, more, form, ring };
}

/** All places, those where people talk first. */
export function planView(view: View): PlaceView[] {
  const order = (place: Place) => DRAWINGS[place.kind].order;
  const places = [...view.plan.places].sort((a, b) => order(a) - order(b) || a.number - b.number);
  return places.map((place) => placeView(view, place));
}

/** A free seat beside somebody: the next one first. */
export function seatBeside(view: View, person: Shown): { place: string; seat: number } | null {
  const place = placeOf(view, person.place);
  if (place === undefined || person.seat === null || !open(view, place)) return null;
  const taken = new Set(
    Object.values(view.people)
      .filter((each) => each.place === place.id)
      .map((each) => each.seat),
  );
  const count = place.seats.length;
  for (const step of [1, -1, 2, -2]) {
    const seat = (person.seat + step + count) % count;
    if (!taken.has(seat)) return { place: place.id, seat };
  }
  return null;
}
