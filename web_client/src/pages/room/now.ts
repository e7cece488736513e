/** 今のようすを聞く: where I am, who is here, who speaks, whose turn it is; in one go. */
import type { Catalogue } from "../../i18n/ja";
import { kinds } from "../activities/kinds.svelte";
import type { Room } from "../../state/room.svelte";
import { words } from "../../i18n/words.svelte";
import { nameList, personName, placeName } from "../../ui/plan/names";

export function howItIs(t: Catalogue, room: Room): string {
  const { view, myPlace } = room;
  if (view === null || myPlace === null) return "";
  const called = (id: string) => {
    const person = view.people[id];
    return person === undefined ? t.someone : personName(t, view, person);
  };
  const said = [t.now.where(placeName(t, view.plan, myPlace))];
  const step = view.steps[view.step];
  if (step !== undefined) said.push(t.now.step(step.title));
  for (const place of view.plan.places) {
    const count = room.at(place).length;
    // How many talk apart is theirs alone.
    if (count > 0 && place.private && place.id !== myPlace.id) said.push(t.now.used(placeName(t, view.plan, place)));
    else if (count > 0) said.push(t.now.people(placeName(t, view.plan, place), count));
  }
  const names = room.at(myPlace).map((person) => personName(t, view, person));
  said.push(t.now.names(nameList(t, names)));
  said.push(room.speaking.length > 0 ? t.now.speaking(nameList(t, room.speaking.map(called))) : t.now.nobodySpeaks);
  if (view.turn !== null) said.push(t.now.turn(called(view.turn)));
  if (room.hands.length > 0) said.push(t.now.hands(nameList(t, room.hands.map((person) => called(person.id)))));
  const on = room.activity?.activity;
  if (on !== undefined) said.push(kinds.get(on.kind)?.said(on, words.code) ?? "");
  return said.join(" ");
}
