/** Staff notes: who sees that there is something to read, and what reading and deleting do. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Office from "../../../src/pages/office/Office.svelte";
import type { Action, StaffNote } from "../../../src/protocol/office.gen";
import { meWho, serve } from "./signed-in";

const ALL: Action[] = ["read", "run", "plan", "administer"];
const note: StaffNote = {
  id: "n1", session: "s1", title: "日曜の会", at: "2026-06-21T14:05:00+09:00", until: "2026-07-21T14:05:00+09:00",
  read: false, by: "かえで", about: "すぎ", text: "ことばがきつい\n<b>こわい</b>",
};
const MARK = "(読んでいないものがあります)";

test("a note is read, the mark goes, and it is deleted after asking", async () => {
  history.replaceState(null, "", "#/notes");
  const { asked } = serve({
    "GET /me": [meWho(ALL, 1), meWho(ALL, 0)],
    "GET /notes": [
      { notes: [note], more: false, days: 30 }, { notes: [{ ...note, read: true }], more: false, days: 30 },
      { notes: [], more: false, days: 30 },
    ],
    "POST /notes/n1/read": { ok: true },
    "DELETE /notes/n1": { ok: true },
  });
  const screen = await render(Office);
  await expect.element(screen.getByRole("heading", { name: "すぎ さんについて" })).toBeVisible();
  await expect.element(screen.getByText("<b>こわい</b>")).toBeVisible();
  await expect.element(screen.getByRole("link", { name: MARK })).toBeInTheDocument();
  await screen.getByRole("button", { name: "のメモを読みました" }).click();
  await expect.element(screen.getByRole("link", { name: MARK })).not.toBeInTheDocument();
  await screen.getByRole("button", { name: "のメモを消す" }).click();
  expect(asked.map(([what]) => what)).not.toContain("DELETE /notes/n1");
  await screen.getByRole("dialog").getByRole("button", { name: "消す" }).click();
  await expect.element(screen.getByText("いま預かっているメモはありません。")).toBeVisible();
  expect(asked.map(([what]) => what)).toContain("DELETE /notes/n1");
});

test("who may not read them finds no such page", async () => {
  history.replaceState(null, "", "#/notes");
  const { asked } = serve({ "GET /me": meWho(["read", "run", "plan"]) });
  const screen = await render(Office);
  await expect.element(screen.getByRole("heading", { name: "このページはありません" })).toBeVisible();
  expect(asked.map(([what]) => what)).not.toContain("GET /notes");
});
