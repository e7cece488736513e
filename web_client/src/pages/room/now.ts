/** 今のようすを聞く: where I am, who is here, who speaks, whose turn it is; in one go. */
import type { Catalogue } from "../../i18n/ja";
import { kinds } from "../activities/kinds.svelte";
import type { Room } from "../../state/room.svelte";
import { words } from "../../i18n/words.svelte";
import { roomWords } from "./words";
import { nameList, personName, placeName } from "../../ui/plan/names";

export function howItIs(t: Catalogue, room: Room): string {
  const { view, myPlace } = room;
  const { now: n } = roomWords.t;
  if (view === null || myPlace === null) return "";
  const called = (id: string) => {
    const person = view.people[id];
    return person === undefined ? t.someone : personName(t, view, person);
  };
  const said = [n.where(placeName(t, view.plan, myPlace))];
  const step = view.steps[view.step];
  if (step !== undefined) said.push(n.step(step.title));
  for (const place of view.plan.places) {
    const count = room.at(place).length;
    // How many talk apart is theirs alone.
    if (count > 0 && place.private && place.id !== myPlace.id) said.push(n.used(placeName(t, view.plan, place)));
    else if (count > 0) said.push(n.people(placeName(t, view.plan, place), count));
  }
  const names = room.at(myPlace).map((person) => personName(t, view, person));
  said.push(n.names(nameList(t, names)));
  said.push(room.speaking.length > 0 ? t.now.speaking(nameList(t, room.speaking.map(called))) : n.nobodySpeaks);
  if (view.turn !== null) said.push(n.turn(called(view.turn)));
  if (room.hands.length > 0) said.push(n.hands(nameList(t, room.hands.map((person) => called(person.id)))));
  const on = room.activity?.activity;
  if (on !== undefined) said.push(kinds.get(on.kind)?.said(on, words.code) ?? "");
  return said.join(" ");
}
