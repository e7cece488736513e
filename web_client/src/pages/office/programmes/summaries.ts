/** What is set in each folded part of a programme's form, in one line of words. */
import { common } from "../office-words";
import { sessionWords } from "../session/session-words";
import { LANGUAGES, type ProgrammeForm, type StepForm } from "./programme";
import type { Ideas } from "../../../protocol/wire";
import { broughtTold } from "./brought";
import { programmeWords } from "./programme-words";

const words = programmeWords.summaries;
const LONGEST = 48;

/** What is not set is not said. */
const joined = (parts: readonly string[]): string => parts.filter(Boolean).join("・");

/** オンラインと会場・居場所(自由に過ごす)・公開ページにのせる */
export function placeTold(form: ProgrammeForm): string {
  return joined([common.forms[form.form], programmeWords.modes[form.mode], form.listed ? words.listed : words.unlisted]);
}

/** 「だれでも来られる居場所です」・日本語とEnglish */
export function textsTold(form: ProgrammeForm): string {
  const text = form.summary.ja.trim().split("\n", 1)[0] ?? "";
  const characters = [...text];
  const shown = characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("")}…` : text;
  const written = LANGUAGES.filter((each) => form.summary[each].trim() !== "" || form.how[each].trim() !== "");
  if (written.length === 0) return words.noTexts;
  return joined([shown === "" ? "" : `「${shown}」`, written.map((each) => words.writtenIn[each]).join("、")]);
}

/** 対象: どなたでも・予約なし・定員 オンライン20人 */
export function whoTold(form: ProgrammeForm): string {
  const seats = sessionWords.seatsWords(form.form === "venue" ? null : form.online, form.form === "online" ? null : form.hall, form.listeners);
  return joined([
    words.for(form.conditions.length === 0 ? words.everybody : form.conditions.join("、")),
    common.entries[form.entry.kind ?? "free"].label,
    seats === "" ? words.noLimit : words.limit(seats),
    form.firstTime ? words.firstTime : "",
    form.themes ? words.themes : "",
  ]);
}

/** 1回120分・30分前にひらく・段取り3つ・職員は進行役1人、係1人 */
export function flowTold(form: ProgrammeForm): string {
  const staff = [
    [programmeWords.form.facilitate, form.facilitate],
    [programmeWords.form.assist, form.assist],
    [programmeWords.form.onCall, form.onCall],
  ] as const;
  const needed = staff.filter(([, count]) => count !== null && count !== 0).map(([name, count]) => `${name}${String(count)}人`);
  return joined([
    words.length(String(form.minutes ?? 120)),
    form.early === null || form.early === 0 ? "" : words.early(String(form.early)),
    form.steps.length === 0 ? words.noSteps : words.steps(form.steps.length),
    needed.length === 0 ? "" : words.staff(needed.join("、")),
  ]);
}

/** 「お話」20分・お話を聞く・聞く(マイクと文字は休み)・「ゆっくり聞いてください」・メモ「お茶をすすめる」; a step to a line, for comparing two sheets. */
export function stepsTold(steps: readonly StepForm[], ready: Ideas | null = null): string {
  const told = programmeWords.steps;
  if (steps.length === 0) return told.none;
  return steps
    .map((step) =>
      joined([
        `「${step.title}」${step.minutes === null || step.minutes === 0 ? "" : told.minutesShown(step.minutes)}`,
        step.mode === "" ? "" : programmeWords.modes[step.mode],
        step.speak === "" ? "" : programmeWords.speak[step.speak],
        broughtTold(step, ready),
        step.text.trim() === "" ? "" : `「${step.text.trim()}」`,
        step.notes.trim() === "" ? "" : `${told.note}「${step.notes.trim()}」`,
      ]),
    )
    .join("\n");
}
