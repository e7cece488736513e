/** What a box of the office says of a text that is too long. */
import { count } from "../../../state/counting";

/** What is wrong with a text that is too long; empty for any other. Nothing is cut off: who pasted it sees what is too much. */
export function tooLong(text: string, limit: number | null | undefined): string {
  if (!limit || text.length <= limit) return "";
  const many = count(text);
  return many !== null && many > limit ? `${limit}文字までです(今は ${many}文字)` : "";
}
