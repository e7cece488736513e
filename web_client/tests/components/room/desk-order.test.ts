/** The desk's panels: the run sheet goes up as the doors open, and nothing that is being written is lost by it. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import GreetPanel from "../../../src/pages/desk/GreetPanel.svelte";
import Desk from "../../../src/pages/desk/Desk.svelte";
import { stage, staffed } from "../stage";

test("the run sheet leads as the doors open, and whoever writes in it goes on writing", async () => {
  const { app, tell } = await stage({ ...staffed(), doors: "early" });
  const screen = await render(Desk, { app });
  const panels = () => [...document.querySelectorAll(".side .panel > h2")].map((heading) => heading.textContent.trim());
  await expect.poll(() => panels().slice(0, 5)).toEqual(["扉", "あいさつ", "声", "手元リモコン", "段取り"]);
  await screen.getByRole("button", { name: "ステップを加える" }).click();
  const title = screen.getByRole("textbox", { name: "題", exact: true });
  await title.fill("しりとり");
  tell({ ...staffed(), doors: "open" });
  await expect.poll(() => panels().slice(0, 4)).toEqual(["段取り", "声", "手元リモコン", "扉"]);
  await expect.element(title).toHaveValue("しりとり");
  await expect.element(title).toHaveFocus();
});

test("once the doors are open greetings count no minutes, and name first who is here for the first time", async () => {
  const arrivals = [
    { person: "sakura", at: 0, first_time: false, greeted: false },
    { person: "kaede", at: 1_000, first_time: true, greeted: false },
  ];
  const { session, tell } = await stage({ ...staffed(), doors: "early", arrivals });
  const screen = await render(GreetPanel, { session, onwrite: () => undefined });
  const first = () => screen.getByRole("listitem").first();
  await expect.element(screen.getByText(/^まだ声をかけていない人 2人/)).toBeVisible();
  await expect.element(first()).toHaveTextContent(/さくらさん.*分/);
  tell({ ...staffed(), doors: "open", arrivals });
  await expect.element(screen.getByText("はじめての人が1人います。よければ、ひとこと。")).toBeVisible();
  await expect.element(first()).toHaveTextContent(/かえでさん.*はじめて/);
  expect(screen.getByText(/分/).query()).toBeNull();
});
