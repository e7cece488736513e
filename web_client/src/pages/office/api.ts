/** The office's API: one function, and every failure as a value with a sentence that can be shown beside a field. */
import { randomId } from "../../protocol/ids";
import type { FieldError, Problem } from "../../protocol/office.gen";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** Why something did not work: as the server says it, or found by the page itself. */
export type Failure = Omit<Problem, "by_mail"> & { by_mail?: boolean };
export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; problem: Failure };

const LOST: Failure = {
  code: "lost",
  message: "つながりませんでした。入れたものはこのまま残っています。もう一度押してみてください。",
  fields: [],
};

/** Answers that say nothing of what became of a request: the server may start anew, or a proxy spoke for it. */
const NO_WORD = [0, 502, 503, 504];
/** Here passwords are sent: not even a digest of them stays in the tab. */
const OF_ONESELF = /^\/(sign-in|sign-out|set-up|me|invitations)\b/;
/** Keys of what was sent and not answered: sent again, it is done once. Kept for the tab, since pages are loaded anew. */
const KEYS = "engawa.office.key ";

function keyOfRequest(request: string): string {
  try {
    const key = sessionStorage.getItem(KEYS + request) ?? randomId(18);
    sessionStorage.setItem(KEYS + request, key);
    return key;
  } catch {
    return randomId(18);
  }
}

function answered(request: string): void {
  try {
    sessionStorage.removeItem(KEYS + request);
  } catch {
    // Then nothing was kept either.
  }
}

/**
 * `path` begins after /api/office. Bodies and answers are models of `office.gen.ts`. `seen` is the version of what is
 * changed, as it was shown. What is not answered may be sent again as it is: it is done once.
 */
export async function call<T>(method: Method, path: string, body?: object, seen?: string): Promise<Answer<T>> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const request = method === "POST" && !OF_ONESELF.test(path) ? `${path} ${await digest(text)}` : "";
  const answer = await send<T>(method, path, {
    "X-Engawa": "1",
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(seen === undefined ? {} : { "If-Match": `"${seen}"` }),
    ...(request === "" ? {} : { "Idempotency-Key": keyOfRequest(request) }),
  }, body === undefined ? undefined : text);
  if (request !== "" && (answer.ok || !NO_WORD.includes(answer.status))) answered(request);
  return answer;
}

async function digest(text: string): Promise<string> {
  // Pages that are not served safely have no digest; there a key is good until the page is loaded anew.
  if (typeof crypto.subtle === "undefined") return `${String(text.length)} ${String(performance.timeOrigin)}`;
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function send<T>(method: Method, path: string, headers: Record<string, string>, body: string | undefined): Promise<Answer<T>> {
  try {
    const response = await fetch(`/api/office${path}`, {
      method,
      headers,
      cache: "no-store",
      credentials: "same-origin",
      ...(body === undefined ? {} : { body }),
    });
    const value: unknown = await response.json();
    if (response.ok) return { ok: true, value: value as T };
    const said = value as Partial<Problem>;
    const problem = { code: said.code ?? "internal", message: said.message ?? LOST.message, fields: said.fields ?? [], by_mail: said.by_mail ?? false };
    return { ok: false, status: response.status, problem };
  } catch {
    return { ok: false, status: 0, problem: LOST };
  }
}

/** What is wrong with one field, by its path; also with what lies inside it. */
export function wrong(fields: readonly FieldError[], at: string): string {
  return fields.find((each) => each.at === at || each.at.startsWith(`${at}.`))?.message ?? "";
}
