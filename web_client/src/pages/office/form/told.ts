/** Parts of forms in words, for reading two versions beside each other. */
import type { Entry } from "../../../protocol/office.gen";
import { common } from "../office-words";
import { formWords } from "./form-words";

/** 要予約、60日前から、2時間前まで */
export function entryTold(entry: Entry): string {
  const kind = entry.kind ?? "free";
  const words = formWords.entry;
  const said = [common.entries[kind].label];
  if (kind === "reservation" || kind === "either" || kind === "application") {
    said.push(`${words.opens} ${entry.opens_days_before ?? 60}${words.days}`, `${words.closes} ${entry.closes_hours_before ?? 0}${words.hours}`);
    said.push(`${words.waiting}: ${(entry.waiting_list ?? true) ? formWords.conflict.yes : formWords.conflict.no}`);
  }
  return said.join("、");
}
