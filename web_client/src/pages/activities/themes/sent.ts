/** What was sent beforehand for the session: the office's server hands it to the desk alone. */
import type { SentThemes } from "../../../protocol/wire";

export type Sent = SentThemes["themes"];
/** So many are brought in at a time: the server takes no more in one command. */
const BROUGHT = 20;

/** Null where they could not be had. */
export async function sentBeforehand(token: string | null, fetcher: typeof fetch = fetch): Promise<Sent | null> {
  try {
    const answer = await fetcher("/api/themes", { headers: { Authorization: `Bearer ${token ?? ""}` }, cache: "no-store" });
    return answer.ok ? ((await answer.json()) as SentThemes).themes : null;
  } catch {
    return null;
  }
}

/** As many at a time as one command takes. */
export function portions(sent: Sent): Sent[] {
  return Array.from({ length: Math.ceil(sent.length / BROUGHT) }, (_, at) => sent.slice(at * BROUGHT, (at + 1) * BROUGHT));
}
