/** Changes of a series, each with its note and 元に戻す. */
import type { ChangeAsked, SeriesShown } from "../../../protocol/office.gen";
import type { Answer } from "../api";
import type { Office } from "../office.svelte";
import { common } from "../office-words";
import { seriesWords } from "./series-words";

export type Change = ChangeAsked["change"];

export function ask(office: Office, series: string, change: Change, version: number): Promise<Answer<SeriesShown>> {
  return office.ask("POST", `/series/${series}/changes`, { change, version } satisfies ChangeAsked);
}

/** Say what was done, and let it be taken back for as long as the note stands. */
export function tell(office: Office, shown: SeriesShown, otherwise: string): void {
  office.notes.forgetUndo();
  const { id, version } = shown;
  office.notify(shown.last_change || otherwise, shown.can_undo ? () => undo(office, id, version) : undefined);
}

export async function undo(office: Office, series: string, version: number): Promise<SeriesShown | null> {
  office.notes.forgetUndo();
  const answer = await office.ask<SeriesShown>("POST", `/series/${series}/undo`, { version });
  office.stamp += 1;
  if (!answer.ok) {
    office.notify(answer.problem.code === "version_old" ? common.versionOld : answer.problem.message);
    return null;
  }
  office.notify(seriesWords.page.undone);
  return answer.value;
}
