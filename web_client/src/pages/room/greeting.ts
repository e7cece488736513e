/** For whoever has come in: who is there to ask, and what is said of the step that is on. */
import { words } from "../../i18n/words.svelte";
import { isStaff } from "../../protocol/wire";
import { nameList, personName } from "../../ui/plan/names";
import type { App } from "../../ui/app.svelte";
import { tellStep } from "./now";
import { roomWords } from "./words";

/** So many are called by name: two are asked for more easily than a list. */
const NAMED = 2;

/** Shows what is said of the step, and answers who is there to ask: empty where no staff is, the way to them is in the menu all the same. */
export async function greet(app: App): Promise<string> {
  await words.there;
  const { view } = app.session.room;
  if (view === null) return "";
  await tellStep(app, false);
  const staff = Object.values(view.people).filter((each) => isStaff(each.role) && each.nickname !== "");
  const names = staff.slice(0, NAMED).map((each) => personName(words.t, view, each));
  return names.length === 0 ? "" : roomWords.t.greeting(nameList(words.t, names));
}
