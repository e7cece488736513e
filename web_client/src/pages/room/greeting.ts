/** Who is there to ask, for whoever has come in. */
import { words } from "../../i18n/words.svelte";
import { isStaff, type View } from "../../protocol/wire";
import { nameList, personName } from "../../ui/plan/names";
import { roomWords } from "./words";

/** So many are called by name: two are asked for more easily than a list. */
const NAMED = 2;

/** Empty where no staff is there: the way to them is in the menu all the same. */
export function greetingOf(view: View): string {
  const staff = Object.values(view.people).filter((each) => isStaff(each.role) && each.nickname !== "");
  const names = staff.slice(0, NAMED).map((each) => personName(words.t, view, each));
  return names.length === 0 ? "" : roomWords.t.greeting(nameList(words.t, names));
}
