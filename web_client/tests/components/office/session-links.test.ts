/** What is handed out stands apart from what only staff may have; dates that rest are said with why. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import LinksPanel from "../../../src/pages/office/session/LinksPanel.svelte";
import SeriesPage from "../../../src/pages/office/series/SeriesPage.svelte";
import SessionPage from "../../../src/pages/office/session/SessionPage.svelte";
import type { LinksShown } from "../../../src/protocol/office.gen";
import { series, session, signedIn } from "./signed-in";

const qr = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>';
const link = (role: "participant" | "facilitator" | "screen") =>
  ({ id: role, role, url: `https://example.jp/r#${role}`, code: null, qr, revoked: false, name: "" });
const links = { links: [link("screen"), link("facilitator"), link("participant")], public_url: null } as unknown as LinksShown;
const texts = { line: "", sns: "", mail_subject: "", mail: "" };
const rest = { series: "s1", programme: "p1", title: "夕方の居場所", rule: "r1", date: "2031-01-02", reason: "closed", why: "年末年始" };
const detail = { session, entry: { kind: "free" }, capacities: {}, conditions: [], duties: [], clashes: [], steps: [], version: "1" };

test("only the participants' QR stands open; the secret ones are folded, with one sentence why", async () => {
  const { office } = signedIn(["run"], { "GET /sessions/e1/texts?language=ja": texts });
  const screen = await render(LinksPanel, { office, session, links, heading: undefined, onlinks: () => undefined });
  await expect.element(screen.getByRole("img")).toHaveAccessibleName(/参加する人/);
  const fold = screen.getByRole("button", { name: /ひみつ.*職員の画面に入れます/ });
  await expect.element(fold).toHaveAttribute("aria-expanded", "false");
  await expect.element(screen.getByRole("button", { name: /進行役のリンク: / })).not.toBeInTheDocument();
  await fold.click();
  await expect.element(screen.getByRole("button", { name: /進行役のリンク: / })).toBeVisible();
  expect(screen.getByRole("img").elements()).toHaveLength(3);
});

test("a session says which dates around it rest, and why", async () => {
  const { office } = signedIn([], {
    "GET /sessions/e1": detail, "GET /series/s1": series,
    "GET /sessions?first=2031-03-16&last=2031-05-25": { sessions: [], holidays: [], not_held: [{ ...rest, date: "2031-05-04" }, { ...rest, series: "s2", date: "2031-05-05" }] },
  });
  const screen = await render(SessionPage, { office, id: "e1" });
  await expect.element(screen.getByText("2031年5月4日(日) 年末年始で休み", { exact: true })).toBeVisible();
});

test("a series says them, too, and in words what its marks mean", async () => {
  const answers: Record<string, object> = { "GET /series/s1": series, "GET /sessions/e1": detail };
  const first = new Intl.DateTimeFormat("sv", { timeZone: "Asia/Tokyo" }).format(new Date());
  const last = new Date(Date.parse(`${first}T12:00:00Z`) + 400 * 86_400_000).toISOString().slice(0, 10);
  answers[`GET /sessions?first=${first}&last=${last}`] = { sessions: [{ ...session, warnings: ["too_few_staff"] }], holidays: [], not_held: [rest] };
  const { office } = signedIn([], answers);
  const screen = await render(SeriesPage, { office, id: "s1" });
  await expect.element(screen.getByText("休む日: 2031年1月2日(木) 年末年始で休み")).toBeVisible();
  await expect.element(screen.getByText("「!」のついた回: 職員が足りません")).toBeVisible();
});
