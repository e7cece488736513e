/** Answers at the desk: each stands in the box of whom it is for, and is not lost. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Inbox from "../../../src/pages/desk/Inbox.svelte";
import { stage, staffed } from "../stage";

test("an answer begun for one person never stands in another's box, and what is written on while it is sent stays", async () => {
  const { session, network, asked } = await stage(staffed());
  const screen = await render(Inbox, { session, writingTo: "sakura" });
  await screen.getByLabelText("さくらさんへ").fill("ゆっくりどうぞ");
  await screen.rerender({ writingTo: "tsubame" });
  const other = screen.getByLabelText("つばめさんへ");
  await expect.element(other).toHaveValue("");
  await other.fill("こんにちは");
  await screen.getByRole("button", { name: "返事を送る" }).click();
  await other.fill("こんにちは。きこえますか");
  expect(asked()).toMatchObject([{ type: "say", text: "こんにちは", scope: "staff", to: "tsubame" }]);
  network.last.sent[0]?.told({ ok: true, rev: 2, answer: null });
  await expect.element(screen.getByRole("button", { name: "返事を送る" })).toBeEnabled();
  await expect.element(other).toHaveValue("こんにちは。きこえますか");
  await screen.rerender({ writingTo: "sakura" });
  await expect.element(screen.getByLabelText("さくらさんへ")).toHaveValue("ゆっくりどうぞ");
  await screen.unmount();
  const anew = await render(Inbox, { session, writingTo: "sakura" });
  await expect.element(anew.getByLabelText("さくらさんへ")).toHaveValue("ゆっくりどうぞ");
});
