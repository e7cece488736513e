/**
 * 今のようすを聞く: where I am, who is here, who speaks, whose turn it is; in one go. And what people are told of the step that is
 * on: when it begins, when they come, and when they ask.
 */
import { kinds } from "../activities/kinds.svelte";
import { isAway } from "../../state/places";
import type { Room } from "../../state/room.svelte";
import { speakNow } from "../../state/sheet";
import type { App } from "../../ui/app.svelte";
import { words } from "../../i18n/words.svelte";
import { roomWords } from "./words";
import { nameList, personName, placeName } from "../../ui/plan/names";

/** For what stands on the page itself, but rarely. */
export { default as Moment } from "./Moment.svelte";
export { roomWords };

export async function howItIs(room: Room): Promise<string> {
  await words.there;
  const { t } = words;
  const { view, myPlace } = room;
  const { now: n } = roomWords.t;
  if (view === null || myPlace === null) return "";
  const called = (id: string) => {
    const person = view.people[id];
    return person === undefined ? t.plan.silhouette : personName(t, view, person);
  };
  const said = [n.where(placeName(t, view.plan, myPlace))];
  const step = view.steps[view.step];
  if (step !== undefined) said.push(n.step(step.title), ...saidOfStep(room));
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

/** Before the door: until staff let one in, whatever the doors say; while staff are away, the doors say all. */
export function whyWaiting({ me, view }: Room): string {
  const { here, waitingHeld } = roomWords.t;
  if ((me?.held ?? null) !== null) return waitingHeld;
  if (view?.locked === true) return here.waitingLocked;
  return view?.unattended === true ? "" : here.waiting;
}

/** What staff say of it, and how one takes part in it where that is not as everybody likes. */
export function saidOfStep(room: Room): string[] {
  const speak = speakNow(room);
  return [room.view?.steps[room.view.step]?.text ?? "", speak === "voice" ? "" : roomWords.t.speak[speak]].filter((each) => each !== "");
}

/**
 * It has begun, or one has come into it. Where something is said of it, that stands on the page for a while; whoever rests is left
 * in peace.
 */
export async function tellStep(app: App, begins: boolean): Promise<void> {
  await words.there;
  const { room } = app.session;
  const { view, myPlace } = room;
  const step = view?.steps[view.step];
  if (view === null || step === undefined) return;
  const now = roomWords.t.now.step(step.title);
  const said = saidOfStep(room);
  // That one may speak again is news only as it begins.
  if (begins && step.speak === "voice") said.push(roomWords.t.speak.voice);
  if (said.length > 0 && myPlace !== null && !isAway(myPlace)) app.notes.show({ text: [now, ...said].join(" "), about: "step" });
  else if (begins) app.notes.announcer.later("step", now);
}
