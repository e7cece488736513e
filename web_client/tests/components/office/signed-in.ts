/** The office with somebody signed in, and a server that answers from a table and remembers what it was asked. */
import { onTestFinished, vi } from "vitest";
import { Office } from "../../../src/pages/office/office.svelte";
import type { Action, Me, ProgrammeShown, SeriesShown, SessionShown } from "../../../src/protocol/office.gen";
import type { Failure } from "../../../src/pages/office/api";

export const PLANNER: readonly Action[] = ["read", "run", "plan"];

/** Answers by `GET /venues`; a list is answered one after another, its last one for ever. */
export type Answers = Record<string, object | readonly object[]>;

export class Refused {
  constructor(
    readonly status: number,
    readonly problem: Failure,
  ) {}
}

/** What a refusal says of some fields. */
export function invalid(fields: Record<string, string>): Refused {
  const all = Object.entries(fields).map(([at, message]) => ({ at, code: "invalid", message }));
  return new Refused(422, { code: "invalid", message: "入れたものを確かめてください。", fields: all });
}

export function meWho(may: readonly Action[], unread = 0): Me {
  const organisation = { totp_required: false, unread_notes: unread, id: "town", name: "縁側市", slug: "engawa", role: "reader" as const, may: [...may] };
  return { id: "me", name: "やまだ", mail: "yamada@example.jp", operator: false, totp: false, organisations: [organisation] };
}

/** `asked` holds every request as `PUT /venues/v1` with its body, oldest first. */
export function serve(answers: Answers): { asked: [what: string, body: unknown][]; said: (what: string) => unknown[]; sent: (what: string, header: string) => (string | null)[] } {
  const asked: [string, unknown][] = [];
  const headers: [string, Headers][] = [];
  const left = new Map(Object.entries(answers).map(([what, all]) => [what, Array.isArray(all) ? [...(all as object[])] : [all]]));
  vi.stubGlobal("fetch", (path: string, given: RequestInit = {}) => {
    const what = `${given.method ?? "GET"} ${path.replace(/^\/api\/office(\/town)?/, "")}`;
    headers.push([what, new Headers(given.headers)]);
    asked.push([what, typeof given.body === "string" ? JSON.parse(given.body) : undefined]);
    const waiting = left.get(what) ?? [];
    const answer = waiting.length > 1 ? waiting.shift() : waiting[0];
    if (answer === undefined) throw new Error(`nobody said what ${what} answers`);
    const [status, body] = answer instanceof Refused ? [answer.status, answer.problem] : [200, answer];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    history.replaceState(null, "", "#");
  });
  return {
    asked,
    said: (what) => asked.filter(([each]) => each === what).map(([, body]) => body),
    sent: (what, header) => headers.filter(([each]) => each === what).map(([, given]) => given.get(header)),
  };
}

export function signedIn(may: readonly Action[], answers: Answers = {}) {
  const server = serve(answers);
  const office = new Office();
  office.welcome(meWho(may));
  // Nothing that a test left typed is taken up again by the next.
  onTestFinished(() => { office.farewell(); });
  return { office, ...server };
}

export const programme: ProgrammeShown = {
  id: "p1",
  version: 1,
  archived: false,
  public_url: "https://example.jp/p/engawa/ibasho",
  programme: { kind: "other", name: "夕方の居場所", form: "hybrid", minutes: 120, entry: { kind: "free" } },
};

export const series: SeriesShown = {
  id: "s1",
  version: 7,
  archived: false,
  programme_name: "夕方の居場所",
  reading: "毎月第3日曜 14時〜16時",
  series: {
    programme: "p1",
    title: "夕方の居場所",
    schedule: {
      timezone: "Asia/Tokyo",
      starts_on: "2031-04-01",
      rules: [{ id: "r1", rule: "FREQ=MONTHLY;BYDAY=3SU", start: "14:00", end: "16:00", places: [{ form: "hybrid", venue: null }] }],
    },
  },
  shared_with: [],
  owner: true,
  can_undo: true,
  last_change: "第3日曜を移しました",
};

export const session: SessionShown = {
  id: "e1",
  series: "s1",
  programme: "p1",
  programme_name: "夕方の居場所",
  title: "夕方の居場所",
  start: "2031-04-20T14:00:00+09:00",
  end: "2031-04-20T16:00:00+09:00",
  timezone: "Asia/Tokyo",
  form: "hybrid",
  venue: null,
  room: null,
  rule: "r1",
  original: "2031-04-20",
  status: "planned",
  moved: false,
  note: "",
  listed: true,
  holiday: null,
  state: "planned",
  booked: 0,
  waiting: 0,
  staff: 2,
  warnings: [],
  owner: true,
};
