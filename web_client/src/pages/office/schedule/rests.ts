import type { NotHeld } from "../../../protocol/office.gen";
import { scheduleWords } from "./schedule-words";

/** Why a date of the pattern rests: 年末年始で休み. */
export function restWords(left: Pick<NotHeld, "reason" | "why">): string {
  return left.why === "" || left.reason === "taken" ? scheduleWords.reasons[left.reason] : `${left.why}で休み`;
}
