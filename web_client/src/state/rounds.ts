/** Of a round, what screens ask after the first load: who may be called, in which order, and who is next. */
import { MAIN_ZONE, type Balance, type Place, type Shown, type View } from "../protocol/wire";
import { placeOf } from "./places";

/** Where somebody would be called, if they were heard there. */
function placeToTalk(view: View, person: Shown): Place | undefined {
  const place = placeOf(view, person.place);
  return person.card !== "watch" && place?.hands === true && place.part === "present" && !place.private ? place : undefined;
}

function inTheTalk(view: View, { zone }: Place): boolean {
  return view.plan.places.some((each) => each.zone === MAIN_ZONE && each.hears.includes(zone));
}

/** Whether somebody's turn may come, as rooms/rules/rounds.py has it. */
export function mayBeCalled(view: View, person: Shown): boolean {
  const place = placeToTalk(view, person);
  return place !== undefined && inTheTalk(view, place);
}

/** Who is left out of a round for one reason alone: they sit where the talk that all share does not hear them. As they sit. */
export function outOfHearing(view: View): Shown[] {
  const apart = (person: Shown) => {
    const place = placeToTalk(view, person);
    return place !== undefined && !inTheTalk(view, place);
  };
  return seated(view, Object.values(view.people).filter(apart));
}

/** Whose turn comes next: whoever may not be called any more is passed over. Null in a pause too: then nobody is next yet. */
export function nextInRound(view: View): string | null {
  return view.round === null || view.round?.paused === true ? null : (stillToCome(view)[0]?.id ?? null);
}

/** Those of the round's order who may be called now. */
export function stillToCome(view: View): Shown[] {
  const people = (view.round?.order ?? []).map((id) => view.people[id]);
  return people.filter((person) => person !== undefined && mayBeCalled(view, person)) as Shown[];
}

/** Everybody who may be called, as they sit: at home place by place and seat by seat, then the hall. */
export function asTheySit(view: View): Shown[] {
  return seated(view, Object.values(view.people).filter((person) => mayBeCalled(view, person)));
}

/** These people as they sit. */
export function seated(view: View, people: readonly Shown[]): Shown[] {
  const { places } = view.plan;
  const sorted = [...places.filter((place) => place.hall === null), ...places.filter((place) => place.hall !== null)];
  const rank = new Map(sorted.map((place, index) => [place.id, index]));
  const by = (person: Shown) => (rank.get(person.place) ?? 0) * 10_000 + (person.seat ?? 9999);
  return [...people].sort((a, b) => by(a) - by(b));
}

/** The same people, those whose hand is up first, by the order in which the hands went up. */
export function handsFirst(people: readonly Shown[]): Shown[] {
  const up = people.filter((person) => person.hand !== null).sort((a, b) => (a.hand ?? 0) - (b.hand ?? 0));
  return [...up, ...people.filter((person) => person.hand === null)];
}

/**
 * The same people, those first who have been heard least: by coarse steps of voice and messages, and whether they have had a turn.
 * Who is alike stays in order. Of whom nothing is known yet, nothing has been heard.
 */
export function leastHeardFirst(people: readonly Shown[], balance: Balance | null): Shown[] {
  const heard = new Map(balance?.people.map(({ person, voice, messages, turn }) => [person, (voice ?? 0) + messages + Number(turn)]));
  const by = (person: Shown) => heard.get(person.id) ?? 0;
  return [...people].sort((a, b) => by(a) - by(b));
}
