/** Two clerks with one form: the second sees both, chooses, and nothing is merged or lost. And what is not answered is asked once. */
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { call } from "../../../src/pages/office/api";
import Conflict from "../../../src/pages/office/form/Conflict.svelte";
import { Sending } from "../../../src/pages/office/form/sending.svelte";
import VenuesPanel from "../../../src/pages/office/places/VenuesPanel.svelte";
import { PLANNER, Refused, signedIn } from "./signed-in";

const venue = (name: string, access: string) => ({ name, address: "緑町1", access, rooms: [] });
const before = { id: "v1", version: "1", venue: venue("みどり館", "") };
const theirs = { id: "v1", version: "2", venue: venue("みどり館", "駅から5分") };
const old = new Refused(409, { code: "version_old", message: "ほかの人が先に変えました。", fields: [] });

async function conflict(after: object) {
  const made = signedIn(PLANNER, { "PUT /venues/v1": [old, after], "GET /venues": { venues: [theirs] } });
  const screen = await render(VenuesPanel, { office: made.office, venues: [before] });
  await screen.getByRole("button", { name: "みどり館を変える" }).click();
  await screen.getByRole("textbox", { name: "会場の名前" }).fill("新しい会館");
  await screen.getByRole("button", { name: "保存する" }).click();
  const both = screen.getByRole("region", { name: "ほかの人が先に保存しました" });
  await expect.element(both).toHaveTextContent("駅から5分");
  await expect.element(both).toHaveTextContent("新しい会館");
  expect(both.element().textContent).not.toContain("緑町1");
  return { screen, both, ...made };
}

test("mine is saved over theirs once I have seen theirs", async () => {
  const mine = { id: "v1", version: "3", venue: venue("新しい会館", "") };
  const { screen, both, said, sent } = await conflict(mine);
  await both.getByRole("button", { name: "入れたもので保存する" }).click();
  await expect.element(screen.getByRole("button", { name: "新しい会館を変える" })).toBeVisible();
  expect(said("PUT /venues/v1")).toEqual([mine.venue, mine.venue]);
  expect(sent("PUT /venues/v1", "If-Match")).toEqual(['"1"', '"2"']);
});

test("or theirs stands in the form, and I go on from there", async () => {
  const { screen, both, sent } = await conflict({ ...theirs, version: "3" });
  await both.getByRole("button", { name: "いまの内容にする" }).click();
  await expect.element(screen.getByRole("textbox", { name: "会場の名前" })).toHaveValue("みどり館");
  await expect.element(screen.getByRole("textbox", { name: /行きかた|道順/ })).toHaveValue("駅から5分");
  await screen.getByRole("button", { name: "保存する" }).click();
  await vi.waitFor(() => { expect(sent("PUT /venues/v1", "If-Match")).toEqual(['"1"', '"2"']); });
});

test("what is not answered keeps its key; what is answered, or changed, has a new one", async () => {
  sessionStorage.clear();
  const keys: (string | null)[] = [];
  const answers: (() => Promise<Response>)[] = [
    () => Promise.reject(new TypeError("no network")),
    () => Promise.resolve(new Response("{}", { status: 503 })),
    () => Promise.resolve(new Response("{}")),
    () => Promise.resolve(new Response("{}")),
    () => Promise.resolve(new Response("{}")),
  ];
  vi.stubGlobal("fetch", (_: string, given: RequestInit) => {
    keys.push(new Headers(given.headers).get("Idempotency-Key"));
    return answers.shift()?.();
  });
  for (let time = 0; time < 4; time += 1) await call("POST", "/town/venues", { name: "みどり館" });
  await call("POST", "/town/venues", { name: "べつの館" });
  vi.unstubAllGlobals();
  expect(keys.slice(0, 3)).toEqual(Array(3).fill(keys[0]));
  expect(new Set(keys).size).toBe(3);
  expect(JSON.stringify(sessionStorage)).not.toContain("みどり館");
});

test("where passwords are sent nothing of them stays in the tab, not even a digest", async () => {
  sessionStorage.clear();
  const { sent } = signedIn(PLANNER, { "POST /me/password": new Refused(503, { code: "busy", message: "", fields: [] }), "POST /venues": new Refused(503, { code: "busy", message: "", fields: [] }) });
  await call("POST", "/me/password", { before: "まえのことば", after: "つぎのことば" });
  expect(sent("POST /me/password", "Idempotency-Key")).toEqual([null]);
  expect(Object.keys(sessionStorage)).toEqual([]);
  await call("POST", "/town/venues", { name: "みどり館" });
  expect(sent("POST /venues", "Idempotency-Key")[0]).not.toBeNull();
  expect(Object.keys(sessionStorage)).toHaveLength(1);
});

test("keys of rows are the page's own: the same rows are the same to both", async () => {
  const sending = new Sending();
  sending.problem = old.problem;
  const rows = (key: number) => [{ key, name: "朝の部屋" }];
  const mine = { value: { rows: rows(1), note: "ひとつめ" }, seen: "1", take: () => undefined };
  const load = () => Promise.resolve({ value: { rows: rows(7), note: "ふたつめ" }, version: "2" });
  const screen = await render(Conflict, { sending, mine, names: { rows: "部屋", note: "覚え書き" }, load, again: () => undefined });
  await expect.element(screen.getByRole("region")).toHaveTextContent("ふたつめ");
  expect(screen.getByRole("term").elements().map((each) => each.textContent)).toEqual(["覚え書き"]);
});

test("what was quit and taken back is still of the version that was seen", async () => {
  const { office, sent } = signedIn(PLANNER, { "PUT /venues/v1": { id: "v1", version: "3", venue: venue("あたらしい館", "") } });
  const screen = await render(VenuesPanel, { office, venues: [before] });
  await screen.getByRole("button", { name: "みどり館を変える" }).click();
  await screen.getByRole("textbox", { name: "会場の名前" }).fill("あたらしい館");
  await screen.getByRole("button", { name: "やめる" }).click();
  const [note] = office.notes.all;
  await screen.rerender({ office, venues: [theirs] });
  if (note !== undefined) await office.notes.undo(note);
  await expect.element(screen.getByRole("textbox", { name: "会場の名前" })).toHaveValue("あたらしい館");
  await screen.getByRole("button", { name: "保存する" }).click();
  await vi.waitFor(() => { expect(sent("PUT /venues/v1", "If-Match")).toEqual(['"1"']); });
});

test.each([true, false])("who signs out leaves nothing of what was typed, the form being open: %s", async (open) => {
  sessionStorage.clear();
  const { office } = signedIn(PLANNER);
  const screen = await render(VenuesPanel, { office, venues: [before] });
  await screen.getByRole("button", { name: "みどり館を変える" }).click();
  await screen.getByRole("textbox", { name: "会場の名前" }).fill("ないしょの館");
  if (!open) await screen.unmount();
  await vi.waitFor(() => { expect(JSON.stringify(sessionStorage)).toContain("ないしょの館"); });
  office.farewell();
  if (open) await screen.unmount();
  expect(Object.keys(sessionStorage)).toEqual([]);
});
