import { words } from "../../i18n/words.svelte";
import type { Place, Plan } from "../../protocol/wire";
import { isOneOfSeveral } from "../../state/places";
import { roomWords } from "./words";

/** 輪へ, テーブル 2へ. */
export function wayTo(plan: Plan, place: Place): string {
  return roomWords.t.ways[place.kind](isOneOfSeveral(plan, place) ? words.t.placeNumber("", place.number) : "");
}
