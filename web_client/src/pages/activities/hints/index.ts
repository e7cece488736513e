/** ふたつの手がかり: half is seen at home, half in the hall, and together everybody finds the word. */
import type { ActivityKind } from "../kinds.svelte";
import { tried, type Hints as Clues } from "./hints";
import Hints from "./Hints.svelte";
import { name } from "./name";
import { hintsWords } from "./words";

export const kind: ActivityKind<Clues> = {
  component: Hints,
  name,
  said: (hints, language) => {
    const w = hintsWords[language];
    if (hints.answer !== "") return w.said.found(hints.found[String(hints.at)] === "together", hints.answer, hints.after);
    const newest = tried(hints)[0];
    if (newest !== undefined) return w.said.tried(newest.text);
    const clue = [hints.home.at(-1) ?? "", hints.hall.at(-1) ?? ""].filter((each) => each !== "");
    return w.said.clue(hints.of > 1 ? w.number(hints.at, hints.of) : "", clue.join(language === "en" ? " " : "。"));
  },
  wide: true,
};
