/** How people and places are called in the language of the moment. */
import type { Catalogue } from "../../i18n/ja";
import { MAIN_ZONE, type Message, type Place, type Plan, type Shown, type View } from "../../protocol/wire";
import { isOneOfSeveral } from "../../state/places";

/** 輪, テーブル 2: with its number where the plan has several of its kind, and with what is talked about there. */
export function placeName(t: Catalogue, plan: Plan, place: Place): string {
  const name = t.places[place.kind];
  return `${isOneOfSeveral(plan, place) ? t.placeNumber(name, place.number) : name} ${place.theme}`.trim();
}

export function personName(t: Catalogue, view: View, person: Shown): string {
  if (person.nickname === "") return t.plan.silhouette;
  return person.id === view.me ? t.me : t.person(person.nickname);
}

export function authorName(t: Catalogue, me: string, message: Message): string {
  return message.person === me ? t.me : t.person(message.nickname);
}

export function nameList(t: Catalogue, names: readonly string[]): string {
  return names.join(t.comma);
}

/** Who hears a voice that is on, from the place where its owner is; staff may speak to all from any that is not private. */
export function heardBy(t: Catalogue, place: Place | null, toAll = false): string {
  if (toAll && place?.private !== true) return t.voice.isOpen;
  if (place?.private === true) return t.voice.isOpenPrivate;
  return place !== null && place.zone !== MAIN_ZONE ? t.voice.isOpenTable : t.voice.isOpen;
}
