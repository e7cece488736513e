/** Answers at the desk: each stands in the box of whom it is for, and is not lost. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import type { Message, Thread } from "../../../src/protocol/wire";
import Inbox from "../../../src/pages/desk/Inbox.svelte";
import { Waiting } from "../../../src/pages/desk/waiting.svelte";
import { people, stage, staffed } from "../stage";

test("an answer begun for one person never stands in another's box, and what is written on while it is sent stays", async () => {
  const { session, network, asked } = await stage(staffed());
  const screen = await render(Inbox, { session, waiting: new Waiting(session.room), writingTo: "sakura" });
  await screen.getByLabelText("さくらさんへ").fill("ゆっくりどうぞ");
  await screen.rerender({ writingTo: "tsubame" });
  const other = screen.getByLabelText("つばめさんへ");
  await expect.element(other).toHaveValue("");
  await other.fill("こんにちは");
  await screen.getByRole("button", { name: "返事を送る" }).click();
  await other.fill("こんにちは。きこえますか");
  expect(asked()).toMatchObject([{ type: "say", text: "こんにちは", scope: "staff", to: "tsubame" }]);
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  await expect.element(screen.getByRole("button", { name: "返事を送る" })).toBeEnabled();
  await expect.element(other).toHaveValue("こんにちは。きこえますか");
  await screen.rerender({ writingTo: "sakura" });
  await expect.element(screen.getByLabelText("さくらさんへ")).toHaveValue("ゆっくりどうぞ");
  await screen.unmount();
  const anew = await render(Inbox, { session, waiting: new Waiting(session.room), writingTo: "sakura" });
  await expect.element(anew.getByLabelText("さくらさんへ")).toHaveValue("ゆっくりどうぞ");
});

function thread(who: "sakura" | "tsubame", at: number, handled: string | null = null): Thread {
  const { id: person, nickname, role, avatar } = people[who];
  const message: Message = { id: `${who}-${at}`, person, nickname, role, avatar, text: `${nickname}の相談`, scope: "staff", zone: "main", to_hall: false, to: null, at, removed: false };
  return { person, messages: [message], handled };
}

test("who has waited longest stands first, and what is answered stands above the answer", async () => {
  const { session, network } = await stage({ ...staffed(), threads: [thread("sakura", 1_000), thread("tsubame", 9_000)] });
  const screen = await render(Inbox, { session, waiting: new Waiting(session.room), writingTo: null });
  const names = () => [...screen.container.querySelectorAll("article h3")].map((heading) => heading.textContent);
  expect(names()).toEqual(["さくらさん", "つばめさん"]);
  await screen.getByRole("button", { name: "返事", exact: true }).first().click();
  await expect.element(screen.getByLabelText("さくらさんへ")).toHaveFocus();
  expect(names()).toEqual(["つばめさん"]);
  expect(screen.container.querySelector("form")?.textContent).toContain("さくらの相談");
  await screen.getByLabelText("さくらさんへ").fill("はい");
  await screen.getByRole("button", { name: "返事を送る" }).click();
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null, looks: null, nickname: null });
  // The form has gone, and the focus with it would be nowhere.
  await expect.element(screen.getByRole("heading", { name: "スタッフへの文字" })).toHaveFocus();
  await screen.getByRole("button", { name: "読みました" }).first().click();
  network.last.sent[1]?.told({ ok: true, rev: 3, answer: null, looks: null, nickname: null });
  await expect.element(screen.getByRole("heading", { name: "スタッフへの文字" })).toHaveFocus();
});
