/** What a step lays in the middle, as the form chooses it: one list of what has no name, and of what is ready-made. Pure. */
import type { Ideas, ReadyActivity } from "../../../protocol/wire";
import { libraryWords } from "../../library/library-words";
import { byPressure } from "../../library/ready";
import type { StepBrings, StepForm } from "./programme";
import { programmeWords } from "./programme-words";

/** A choice of the list: what, and which of it. */
export type Choice = `${StepBrings} ${string}`;
export interface Option {
  value: Choice;
  label: string;
}
type Brought = Pick<StepForm, "brings" | "which">;

const words = programmeWords.steps.lays;

export const choiceOf = ({ brings, which }: Brought): Choice => `${brings} ${which}`;

export function broughtBy(choice: Choice): Brought {
  const at = choice.indexOf(" ");
  return { brings: choice.slice(0, at) as StepBrings, which: choice.slice(at + 1) };
}

export function activityOf(step: Brought, ready: Ideas | null): ReadyActivity | null {
  return step.brings === "activity" ? (ready?.activities.find((each) => each.id === step.which) ?? null) : null;
}

/** What a step brings is called, where it is ready-made; its id where nobody knows. */
export function nameOf(step: Brought, ready: Ideas | null): string {
  const deck = step.brings === "cards" ? ready?.cards.find((each) => each.id === step.which) : undefined;
  return activityOf(step, ready)?.title.ja ?? deck?.title.ja ?? step.which;
}

/** Whether it was ready-made once and is not any more. */
export function isGone(step: Brought, ready: Ideas | null): boolean {
  if (ready === null || (step.brings !== "activity" && step.brings !== "cards")) return false;
  const all: readonly { id: string }[] = step.brings === "activity" ? ready.activities : ready.cards;
  return !all.some((each) => each.id === step.which);
}

/** 「お題「すきな季節」」, 「いまの天気」; nothing where it brings nothing. */
export function broughtTold(step: Brought & Pick<StepForm, "prompt">, ready: Ideas | null): string {
  if (step.brings === "") return "";
  if (isGone(step, ready)) return words.gone(step.which);
  if (step.brings === "prompt") return `${words.prompt}「${step.prompt.trim()}」`;
  return step.which === "" ? words[step.brings] : `${words[step.brings]}「${nameOf(step, ready)}」`;
}

export function choices(step: Brought, ready: Ideas | null): { options: Option[]; groups: { label: string; options: Option[] }[] } {
  const plain = (["prompt", "questions", "themes"] as const).map((value): Option => ({ value: `${value} `, label: words[value] }));
  const groups = byPressure(ready?.activities ?? []).map(({ pressure, activities }) => ({
    label: words.of(libraryWords.ja.pressure[pressure - 1] ?? ""),
    options: activities.map(({ id, title }): Option => ({ value: `activity ${id}`, label: title.ja })),
  }));
  const decks = (ready?.cards ?? []).map(({ id, title }): Option => ({ value: `cards ${id}`, label: title.ja }));
  const now = choiceOf(step);
  const known = step.which === "" || [...groups.flatMap((group) => group.options), ...decks].some((each) => each.value === now);
  const kept: Option[] = known ? [] : [{ value: now, label: isGone(step, ready) ? words.gone(step.which) : nameOf(step, ready) }];
  return {
    options: [{ value: " ", label: words.none }, ...kept, ...plain],
    groups: [...groups, ...(decks.length === 0 ? [] : [{ label: words.cards, options: decks }])],
  };
}
