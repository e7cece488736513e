/** The desk's panels: what is used once goes down as the doors open, and nothing that is being written is lost by it. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
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
  await expect.poll(() => panels().slice(0, 4)).toEqual(["段取り", "あいさつ", "ひとりずつ", "声"]);
  expect(panels().slice(5, 7)).toEqual(["扉", "手元リモコン"]);
  await expect.element(title).toHaveValue("しりとり");
  await expect.element(title).toHaveFocus();
});
