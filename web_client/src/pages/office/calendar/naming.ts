/** What a session is called: a linked room alone (待合室) would not say of what. */
import type { SessionShown } from "../../../protocol/office.gen";

export function titleOf(session: SessionShown): string {
  return session.room !== null && session.room === session.title ? `${session.programme_name}(${session.room})` : session.title;
}
