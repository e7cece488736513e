/** The office's API: one function, and every failure as a value with a sentence that can be shown beside a field. */
import type { FieldError, Problem } from "../../protocol/office.gen";

/** Why something did not work: as the server says it, or found by the page itself. */
export type Failure = Omit<Problem, "by_mail"> & { by_mail?: boolean };
export type Answer<T> = { ok: true; value: T } | { ok: false; status: number; problem: Failure };

const LOST: Failure = {
  code: "lost",
  message: "つながりませんでした。入れたものはこのまま残っています。もう一度押してみてください。",
  fields: [],
};

/** `path` begins after /api/office. Bodies and answers are models of `office.gen.ts`. */
export async function call<T>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<Answer<T>> {
  try {
    const response = await fetch(`/api/office${path}`, {
      method,
      headers: { "X-Engawa": "1", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      cache: "no-store",
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
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
