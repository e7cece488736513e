/** Who is there to ask, said once to whoever has come in. */
import { words } from "../../i18n/words.svelte";
import { isStaff } from "../../protocol/wire";
import type { App } from "../../ui/app.svelte";
import { nameList, personName } from "../../ui/plan/names";
import { roomWords } from "./words";

/** So many are called by name: two are asked for more easily than a list. */
const NAMED = 2;

/** Nothing where no staff is there: the way to them is in the menu all the same. */
export function greet(app: App): void {
  const { view } = app.session.room;
  if (view === null) return;
  const staff = Object.values(view.people).filter((each) => isStaff(each.role) && each.nickname !== "");
  const names = staff.slice(0, NAMED).map((each) => personName(words.t, view, each));
  if (names.length > 0) app.notes.show(roomWords.t.greeting(nameList(words.t, names)));
}
