/** How people and places are called in the language of the moment. */
import type { Catalogue } from "../../i18n/ja";
import type { Message, Place, Shown, View } from "../../protocol/wire";

export function placeName(t: Catalogue, place: Place): string {
  const name = t.places[place.kind];
  return place.number === 0 || place.kind === "booth" ? name : t.placeNumber(name, place.number);
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
