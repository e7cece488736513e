/** From a link's secret or a short code to what a page needs before it connects. */
import type { ApiError, Code, Contact, JoinAnswer, JoinRequest } from "./wire";

export type Joined =
  | { ok: true; answer: JoinAnswer }
  /** `contact`: whom to ask instead, as far as the server says. */
  | { ok: false; code: Code | "lost"; retryAfter: number | null; contact: Contact | null };

export async function join(request: JoinRequest, fetcher: typeof fetch): Promise<Joined> {
  let response: Response;
  try {
    response = await fetcher("/api/join", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
      cache: "no-store",
    });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, answer: body as JoinAnswer };
    const error = body as ApiError;
    return { ok: false, code: error.code, retryAfter: error.retry_after, contact: error.contact ?? null };
  } catch {
    return { ok: false, code: "lost", retryAfter: null, contact: null };
  }
}
