/** What the meeting before decided: the office's server hands it to the desk alone. */
import type { DecidedBefore } from "../../../protocol/wire";

export type Before = DecidedBefore["lines"];

/** Null where it could not be had. */
export async function decidedBefore(token: string | null, fetcher: typeof fetch = fetch): Promise<Before | null> {
  try {
    const answer = await fetcher("/api/decided", { headers: { Authorization: `Bearer ${token ?? ""}` }, cache: "no-store" });
    return answer.ok ? ((await answer.json()) as DecidedBefore).lines : null;
  } catch {
    return null;
  }
}
