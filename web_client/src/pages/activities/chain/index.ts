/** ことばをつなぐ: whoever likes goes on from the last words. */
import type { ActivityKind } from "../kinds.svelte";
import { rows, type Chain as Joined } from "./chain";
import Chain from "./Chain.svelte";
import { name } from "./name";
import { hintOf } from "./hint";
import { chainWords } from "./words";

export const kind: ActivityKind<Joined> = {
  component: Chain,
  name,
  said: (activity, language) => {
    const w = chainWords[language];
    const last = rows(activity).at(-1);
    if (activity.over) return w.over;
    return last === undefined ? `${w.forms[activity.form]} ${activity.title}`.trim() : w.said(last.text, hintOf(activity, w));
  },
};
