/** A worry about somebody, half written: it stays about whom it was about, whichever way one comes back to it. */
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Room from "../../../src/pages/room/Room.svelte";
import type { App } from "../../../src/ui/app.svelte";
import { here, stage, voiceThat } from "../stage";

afterEach(() => { document.body.replaceChildren(); });

const CONCERN = "心配を知らせる";
const sheet = (name: string | RegExp) => page.getByRole("dialog", { name });
const about = () => sheet(CONCERN).getByRole("combobox");
const room = (app: App) => render(Room, { app, voice: voiceThat("off").voice, leave: () => undefined });

async function aboutSakura() {
  // As a keyboard presses it: in a drawn room something may stand in front.
  const sakura = page.getByRole("button", { name: /^さくらさん/ }).first();
  await expect.element(sakura).toBeInTheDocument();
  (sakura.element() as HTMLElement).click();
  await sheet(/^さくらさん/).getByRole("button", { name: CONCERN }).click();
  await expect.element(about()).toHaveValue("sakura");
}

async function byTheMenu() {
  await page.getByRole("button", { name: "ほかに" }).click();
  await sheet("ほかに").getByRole("button", { name: CONCERN }).click();
}

test("half written it stays about them: by Back and the menu, and after a reload", async () => {
  const { app } = await stage();
  await room(app);
  await aboutSakura();
  await sheet(CONCERN).getByRole("textbox").fill("つらそうです");
  history.back();
  await expect.element(sheet(CONCERN)).not.toBeInTheDocument();
  await byTheMenu();
  await expect.element(about()).toHaveValue("sakura");
  document.body.replaceChildren();
  const again = await stage(here, { fresh: false });
  await room(again.app);
  await byTheMenu();
  await expect.element(sheet(CONCERN).getByRole("textbox")).toHaveValue("つらそうです");
  await expect.element(about()).toHaveValue("sakura");
});

test("put away with nothing written, the next is about nobody", async () => {
  const { app } = await stage();
  await room(app);
  await aboutSakura();
  await sheet(CONCERN).getByRole("button", { name: "とじる" }).click();
  await byTheMenu();
  await expect.element(about()).toHaveValue("");
});
