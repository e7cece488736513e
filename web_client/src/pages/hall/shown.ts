/** Who is seen on the wall, by the places that it draws; and whose words. */
import { MAIN_ZONE, type Message, type View } from "../../protocol/wire";
import { talks } from "../../state/places";
import { houseOf, type Here } from "../../state/plan";
import { STAFF_WORDS } from "../../state/room.svelte";
import { MAIN, mainOf, roleOf, ROLES, type Role } from "../../state/roles";

/**
 * What the wall shows: the talk that all share, with those of its places that a house draws elsewhere among their like; and what
 * talks by itself. Where nobody listens, or nobody in the hall has a device, there is no empty floor.
 */
export function wallOf(view: View): { here: Here[]; groups: Here[] } {
  const { here, elsewhere } = houseOf(view);
  const like = (role: Role) => elsewhere.filter(({ place }) => place.zone === MAIN_ZONE && place.part === "present" && roleOf(place, view.plan) === role);
  // Their seats are of another place: they sit down after those of this one.
  const more = (role: Role) => like(role).flatMap((each) => each.people.map((person) => ({ ...person, seat: null })));
  const whole = here.map((each) => ({ ...each, people: [...each.people, ...more(each.role)] }));
  const main = mainOf(whole.map(({ role }) => role));
  return {
    here: whole.filter((each) => each.role === main || ROLES[each.role].least > 0 || each.people.length > 0),
    groups: elsewhere.flatMap((each) => (talks(each.place) && each.place.zone !== MAIN_ZONE && each.people.length > 0 ? [{ role: roleOf(each.place, view.plan) ?? MAIN, ...each }] : [])),
  };
}

const NEWEST = 8;

/** The newest words, of which the wall shows as many as have room. `now` is the room's time. */
export function talkOf(talk: readonly Message[], now: number): Message[] {
  return talk.filter(({ removed, role, at }) => !removed && (role === "participant" || now - at < STAFF_WORDS)).slice(-NEWEST);
}
